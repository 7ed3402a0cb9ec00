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
    if (this.#disposed) throw stopped(method);
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
      throw fromWire(method, error);
    } finally {
      listener?.dispose();
      options.signal?.removeEventListener("abort", cancel);
      cancellation.dispose();
    }
  }

  /** Ends the conversation; everything pending rejects with `lake-process-stopped`. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#connection.dispose();
  }
}

/** Makes an answered error what it was on the other side. */
function fromWire(method: LakeMethod, error: unknown): Error {
  if (!(error instanceof ResponseError)) return stopped(method, error);
  if (error.code === ErrorCodes.PendingResponseRejected) return stopped(method, error);
  const data: Partial<LakeErrorData> | undefined = error.data;
  if (data?.cancelled) return new CancelledError();
  return new TenantTrailError(data?.code ?? "internal", error.message, {
    cause: error,
    ...(data?.place !== undefined && { place: data.place }),
  });
}

function stopped(method: LakeMethod, cause?: unknown): TenantTrailError {
  return new TenantTrailError(
    "lake-process-stopped",
    `The lake process stopped while ${doing(method)}. Run it again.`,
    {
      cause,
    },
  );
}
