import {
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/node";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type Host, hostMethods } from "../../protocol/service/host.ts";
import { type LakeService, lakeDoing } from "../../protocol/service/lake-service.ts";
import type { CallOptions, MethodOf, ProgressOf, RequestOf, ResultOf } from "../../protocol/service/methods.ts";
import { answerCalls } from "../../rpc/answer-calls.ts";
import { RemoteCalls } from "../../rpc/remote-calls.ts";

/** The editor's side of one conversation with a lake process. */
export class LakeClient {
  readonly #connection: MessageConnection;
  readonly #calls: RemoteCalls<LakeService>;
  #disposed = false;
  /** Why the process was ended, when somebody ended it. */
  #why: string | undefined;

  /**
   * @param host answers what the process asks back.
   * @param onUnexpected told of failures of the host that are not a `TenantTrailError`.
   */
  constructor(
    reader: MessageReader,
    writer: MessageWriter,
    host: Host,
    onUnexpected: (error: unknown) => void = () => undefined,
  ) {
    this.#connection = createMessageConnection(reader, writer);
    this.#calls = new RemoteCalls<LakeService>(this.#connection, (method, cause) => this.#stopped(method, cause));
    answerCalls(this.#connection, hostMethods, host, onUnexpected);
    this.#connection.listen();
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @throws CancelledError when the signal is aborted; the process is told and stops the work.
   * @throws TenantTrailError what the process answered, or `lake-process-stopped` when it died first.
   */
  async call<Method extends MethodOf<LakeService>>(
    method: Method,
    request: RequestOf<LakeService, Method>,
    options?: CallOptions<ProgressOf<LakeService, Method>>,
  ): Promise<ResultOf<LakeService, Method>> {
    if (this.#disposed) throw this.#stopped(method);
    return this.#calls.call(method, request, options);
  }

  /**
   * Ends the conversation; everything pending rejects with `lake-process-stopped`, or as cancelled where it was.
   *
   * @param why the sentence for a person, when the process was ended on purpose.
   */
  dispose(why?: string): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#why = why;
    this.#connection.dispose();
  }

  #stopped(method: MethodOf<LakeService>, cause?: unknown): TenantTrailError {
    const why = this.#why ?? `The lake process stopped while ${lakeDoing[method]}. Run it again.`;
    return new TenantTrailError("lake-process-stopped", why, { cause });
  }
}
