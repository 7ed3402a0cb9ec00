import {
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  ProgressType,
  RequestType,
  ResponseError,
} from "vscode-jsonrpc/node";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/host.ts";
import type {
  LakeEnvelope,
  LakeErrorData,
  LakeMethod,
  LakeProgress,
  LakeRequest,
  LakeResult,
} from "../../protocol/lake-process.ts";
import type { CallOptions } from "../../protocol/service.ts";
import { answerHost } from "./answer-host.ts";
import { doing } from "./doing.ts";

/** The caller's side of one conversation with a lake process. */
export class LakeClient {
  readonly #connection: MessageConnection;
  #nextToken = 0;
  #disposed = false;
  /** Why the process was ended, when somebody ended it. */
  #why: string | undefined;

  /** @param host answers what the process asks back. */
  constructor(reader: MessageReader, writer: MessageWriter, host: Host) {
    this.#connection = createMessageConnection(reader, writer);
    answerHost(this.#connection, host);
    this.#connection.listen();
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @throws CancelledError when the signal is aborted; the process is told and stops the work.
   * @throws TenantTrailError what the process answered, or `lake-process-stopped` when it died first.
   */
  async call<Method extends LakeMethod>(
    method: Method,
    request: LakeRequest<Method>,
    options: CallOptions<LakeProgress<Method>> = {},
  ): Promise<LakeResult<Method>> {
    throwIfCancelled(options.signal);
    if (this.#disposed) throw this.#stopped(method);
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    options.signal?.addEventListener("abort", cancel, { once: true });
    const progressToken = `${method}-${this.#nextToken++}`;
    const listener =
      options.onProgress &&
      this.#connection.onProgress(new ProgressType<LakeProgress<Method>>(), progressToken, options.onProgress);
    const envelope: LakeEnvelope<Method> = listener ? { request, progressToken } : { request };
    const type = new RequestType<unknown, LakeResult<Method>, LakeErrorData>(method);
    try {
      return await this.#connection.sendRequest(type, envelope, cancellation.token);
    } catch (error) {
      throw this.#fromWire(method, error, options.signal);
    } finally {
      listener?.dispose();
      options.signal?.removeEventListener("abort", cancel);
      cancellation.dispose();
    }
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

  /** Makes an answered error what it was on the other side. */
  #fromWire(method: LakeMethod, error: unknown, signal: AbortSignal | undefined): Error {
    if (!(error instanceof ResponseError) || error.code === ErrorCodes.PendingResponseRejected)
      return signal?.aborted ? new CancelledError() : this.#stopped(method, error);
    const data: Partial<LakeErrorData> | undefined = error.data;
    if (data?.cancelled) return new CancelledError();
    return new TenantTrailError(data?.code ?? "internal", error.message, {
      cause: error,
      ...(data?.place !== undefined && { place: data.place }),
    });
  }

  #stopped(method: LakeMethod, cause?: unknown): TenantTrailError {
    const why = this.#why ?? `The lake process stopped while ${doing(method)}. Run it again.`;
    return new TenantTrailError("lake-process-stopped", why, { cause });
  }
}
