import {
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/node";
import { type LakeService, lakeMethods } from "../protocol/service/lake-service.ts";
import { answerCalls } from "../rpc/answer-calls.ts";

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
  answerCalls(connection, lakeMethods, service, onUnexpected);
  connection.listen();
  return connection;
}
