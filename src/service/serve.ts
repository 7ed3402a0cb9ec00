import {
  CancellationToken,
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  ProgressType,
  RequestType,
  ResponseError,
} from "vscode-jsonrpc/node";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import {
  type LakeEnvelope,
  type LakeErrorData,
  type LakeMethod,
  type LakeProgress,
  type LakeRequest,
  type LakeResult,
  lakeMethods,
  toErrorResponse,
} from "../protocol/lake-process.ts";
import type { CallOptions, LakeService } from "../protocol/service.ts";

/**
 * Answers the requests of one client with a service until the client goes away; then everything still running is aborted.
 *
 * @param onUnexpected told of failures that are not a `TenantTrailError`, with their stack; the client gets the message only.
 * @returns the listening connection; disposing it ends the conversation.
 */
export function serveLake(
  service: LakeService,
  reader: MessageReader,
  writer: MessageWriter,
  onUnexpected: (error: unknown) => void = () => undefined,
): MessageConnection {
  const connection = createMessageConnection(reader, writer);
  const gone = new AbortController();
  const leave = (): void => gone.abort(new CancelledError());
  connection.onClose(leave);
  connection.onDispose(leave);
  for (const method of lakeMethods) answer(method, connection, service, gone.signal, onUnexpected);
  connection.listen();
  return connection;
}

function answer<Method extends LakeMethod>(
  method: Method,
  connection: MessageConnection,
  service: LakeService,
  gone: AbortSignal,
  onUnexpected: (error: unknown) => void,
): void {
  const type = new RequestType<LakeEnvelope<Method>, unknown, LakeErrorData>(method);
  connection.onRequest(type, async ({ request, progressToken }, token) => {
    const options: CallOptions<LakeProgress<Method>> = {
      signal: AbortSignal.any([gone, signalOf(token)]),
      ...(progressToken !== undefined && { onProgress: progressSender(connection, progressToken, onUnexpected) }),
    };
    try {
      throwIfCancelled(options.signal);
      return (await call(service, method, request, options)) ?? null;
    } catch (error) {
      if (!(error instanceof TenantTrailError || error instanceof CancelledError)) onUnexpected(error);
      const { number, message, data } = toErrorResponse(error);
      return new ResponseError(number, message, data);
    }
  });
}

/** One method called by name; TypeScript cannot see that an indexed method takes its own indexed request. */
function call<Method extends LakeMethod>(
  service: LakeService,
  method: Method,
  request: LakeRequest<Method>,
  options: CallOptions<LakeProgress<Method>>,
): Promise<LakeResult<Method>> {
  const bound = service[method].bind(service) as unknown as (
    request: LakeRequest<Method>,
    options: CallOptions<LakeProgress<Method>>,
  ) => Promise<LakeResult<Method>>;
  return bound(request, options);
}

function progressSender(
  connection: MessageConnection,
  token: string,
  onUnexpected: (error: unknown) => void,
): (progress: unknown) => void {
  const type = new ProgressType<unknown>();
  return (progress) => {
    connection.sendProgress(type, token, progress).catch(onUnexpected);
  };
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new CancelledError());
  if (token.isCancellationRequested) abort();
  else if (token !== CancellationToken.None) token.onCancellationRequested(abort);
  return controller.signal;
}
