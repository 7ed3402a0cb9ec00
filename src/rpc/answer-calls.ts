import { type MessageConnection, ProgressType } from "vscode-jsonrpc/node";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import type { CallOptions, MethodOf, ProgressOf, RequestOf, ResultOf } from "../protocol/service/methods.ts";
import { answerRequest } from "./answer-request.ts";
import type { Answer, Envelope } from "./envelope.ts";

/**
 * Answers the requests of one connection with a service, until the other side goes away; what still runs then is aborted.
 *
 * @param onUnexpected told of failures that are not a `TenantTrailError`, with their stack; the caller gets the message only.
 */
export function answerCalls<Service>(
  connection: MessageConnection,
  methods: readonly MethodOf<Service>[],
  service: Service,
  onUnexpected: (error: unknown) => void,
): void {
  const gone = new AbortController();
  const leave = (): void => gone.abort(new CancelledError());
  connection.onClose(leave);
  connection.onDispose(leave);
  for (const method of methods) answer(method, connection, service, gone.signal, onUnexpected);
}

function answer<Service, Method extends MethodOf<Service>>(
  method: Method,
  connection: MessageConnection,
  service: Service,
  gone: AbortSignal,
  onUnexpected: (error: unknown) => void,
): void {
  const handle = async (
    { request, progressToken }: Envelope<RequestOf<Service, Method>>,
    cancelled: AbortSignal,
  ): Promise<Answer<ResultOf<Service, Method>>> => {
    const options: CallOptions<ProgressOf<Service, Method>> = {
      signal: AbortSignal.any([gone, cancelled]),
      ...(progressToken !== undefined && { onProgress: progressSender(connection, progressToken, onUnexpected) }),
    };
    try {
      throwIfCancelled(options.signal);
      return { result: await call(service, method, request, options) };
    } catch (error) {
      if (!(error instanceof TenantTrailError || error instanceof CancelledError)) onUnexpected(error);
      throw error;
    }
  };
  answerRequest(connection, method, handle);
}

/** Calls one method by name. TypeScript cannot see that an indexed method takes its own indexed request. */
function call<Service, Method extends MethodOf<Service>>(
  service: Service,
  method: Method,
  request: RequestOf<Service, Method>,
  options: CallOptions<ProgressOf<Service, Method>>,
): Promise<ResultOf<Service, Method>> {
  const methods = service as Record<
    Method,
    (
      request: RequestOf<Service, Method>,
      options: CallOptions<ProgressOf<Service, Method>>,
    ) => Promise<ResultOf<Service, Method>>
  >;
  return methods[method](request, options);
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
