import { type MessageConnection, RequestType, ResponseError } from "vscode-jsonrpc/node";
import type { Host, HostMethod } from "../../protocol/host.ts";
import {
  type HostEnvelope,
  hostMethodName,
  hostMethods,
  type LakeErrorData,
  toErrorResponse,
} from "../../protocol/lake-process.ts";

/** Answers what the lake process asks back of the editor. */
export function answerHost(connection: MessageConnection, host: Host): void {
  for (const method of hostMethods) answer(connection, host, method);
}

function answer<Method extends HostMethod>(connection: MessageConnection, host: Host, method: Method): void {
  const type = new RequestType<HostEnvelope<Method>, unknown, LakeErrorData>(hostMethodName(method));
  connection.onRequest(type, async (envelope) => {
    try {
      return (await call(host, method, envelope.arguments)) ?? null;
    } catch (error) {
      const { number, message, data } = toErrorResponse(error);
      return new ResponseError(number, message, data);
    }
  });
}

/** One method called by name; TypeScript cannot see that an indexed method takes its own indexed arguments. */
function call<Method extends HostMethod>(
  host: Host,
  method: Method,
  given: Parameters<Host[Method]>,
): Promise<unknown> {
  const bound = host[method].bind(host) as unknown as (...given: Parameters<Host[Method]>) => Promise<unknown>;
  return bound(...given);
}
