import { CancellationToken, type MessageConnection, RequestType, ResponseError } from "vscode-jsonrpc/node";
import { type ErrorData, toErrorResponse } from "../protocol/error-response.ts";
import { CancelledError } from "../protocol/errors.ts";

/**
 * Answers one kind of request. What `handle` throws becomes an error response that keeps its code, place and sentence.
 *
 * @param handle its signal is aborted when the caller cancels.
 */
export function answerRequest<Params, Result>(
  connection: MessageConnection,
  method: string,
  handle: (params: Params, signal: AbortSignal) => Promise<Result>,
): void {
  connection.onRequest(new RequestType<Params, unknown, ErrorData>(method), async (params, token) => {
    try {
      return await handle(params, signalOf(token));
    } catch (error) {
      const { number, message, data } = toErrorResponse(error);
      return new ResponseError(number, message, data);
    }
  });
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new CancelledError());
  if (token.isCancellationRequested) abort();
  else if (token !== CancellationToken.None) token.onCancellationRequested(abort);
  return controller.signal;
}
