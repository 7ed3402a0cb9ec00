import {
  CancellationTokenSource,
  ErrorCodes,
  type MessageConnection,
  ProgressType,
  RequestType,
  ResponseError,
} from "vscode-jsonrpc/node";
import { type ErrorData, fromErrorResponse } from "../protocol/error-response.ts";
import { CancelledError, throwIfCancelled } from "../protocol/errors.ts";
import type { CallOptions, MethodOf, ProgressOf, RequestOf, ResultOf } from "../protocol/service/methods.ts";
import type { Answer, Envelope } from "./envelope.ts";

/** The caller's side of one conversation: sends requests, hears progress, cancels. */
export class RemoteCalls<Service> {
  readonly #connection: MessageConnection;
  readonly #unanswered: (method: MethodOf<Service>, cause: unknown) => Error;
  #nextToken = 0;

  /** @param unanswered the error of a request that the other side can no longer answer. */
  constructor(connection: MessageConnection, unanswered: (method: MethodOf<Service>, cause: unknown) => Error) {
    this.#connection = connection;
    this.#unanswered = unanswered;
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @throws CancelledError when the signal is aborted; the other side is told and stops the work.
   * @throws TenantTrailError what the other side answered, or what `unanswered` makes of a lost request.
   */
  async call<Method extends MethodOf<Service>>(
    method: Method,
    request: RequestOf<Service, Method>,
    options: CallOptions<ProgressOf<Service, Method>> = {},
  ): Promise<ResultOf<Service, Method>> {
    throwIfCancelled(options.signal);
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    options.signal?.addEventListener("abort", cancel, { once: true });
    const progressToken = `${method}-${this.#nextToken++}`;
    const listener =
      options.onProgress &&
      this.#connection.onProgress(new ProgressType<ProgressOf<Service, Method>>(), progressToken, options.onProgress);
    const envelope: Envelope<RequestOf<Service, Method>> = listener ? { request, progressToken } : { request };
    const type = new RequestType<unknown, Answer<ResultOf<Service, Method>>, ErrorData>(method);
    try {
      const { result } = await this.#connection.sendRequest(type, envelope, cancellation.token);
      return result as ResultOf<Service, Method>;
    } catch (error) {
      if (error instanceof ResponseError && error.code !== ErrorCodes.PendingResponseRejected)
        throw fromErrorResponse(error);
      throw options.signal?.aborted ? new CancelledError() : this.#unanswered(method, error);
    } finally {
      listener?.dispose();
      options.signal?.removeEventListener("abort", cancel);
      cancellation.dispose();
    }
  }
}
