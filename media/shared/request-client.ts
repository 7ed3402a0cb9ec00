import {
  AbstractMessageReader,
  AbstractMessageWriter,
  CancellationTokenSource,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
  ResponseError,
} from "vscode-jsonrpc/browser";
import { fromErrorResponse } from "../../src/protocol/error-response.ts";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../src/protocol/errors.ts";

/** Two ends that pass structured-cloneable messages: a webview and its panel, or a renderer and its extension. */
export interface MessagePipe {
  send(message: unknown): void;
  /** @returns a function that ends the listening. */
  listen(listener: (message: unknown) => void): () => void;
}

type Methods<Map> = keyof Map & string;

/** By method: what is asked with, and what is answered. */
type RequestMap<Map> = { readonly [Method in keyof Map]: { readonly params: unknown; readonly result: unknown } };

/** The view's end of the channel, typed by direction: what it may ask, what it may tell, what it may be told. */
export class RequestClient<Requests extends RequestMap<Requests>, Outgoing, Incoming> {
  readonly #connection: MessageConnection;
  #disposed = false;

  constructor(pipe: MessagePipe) {
    this.#connection = createMessageConnection(new PipeReader(pipe), new PipeWriter(pipe));
    this.#connection.listen();
  }

  /**
   * Asks the host. An abort is sent to it as a cancellation, and the call rejects without waiting for an answer.
   * @throws CancelledError when the signal is aborted or the channel is disposed, TenantTrailError when the host fails.
   */
  async request<Method extends Methods<Requests>>(
    method: Method,
    params: Requests[Method]["params"],
    signal?: AbortSignal,
  ): Promise<Requests[Method]["result"]> {
    throwIfCancelled(signal);
    if (this.#disposed) throw new CancelledError();
    const cancellation = new CancellationTokenSource();
    const answer = this.#connection.sendRequest<Requests[Method]["result"]>(method, params, cancellation.token);
    const aborted = Promise.withResolvers<never>();
    const abort = (): void => {
      cancellation.cancel();
      aborted.reject(new CancelledError());
    };
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await Promise.race([answer, aborted.promise]);
    } catch (error) {
      throw this.#disposed ? new CancelledError() : failureOf(error);
    } finally {
      signal?.removeEventListener("abort", abort);
      cancellation.dispose();
    }
  }

  /** Tells the host something that has no answer. */
  notify<Method extends Methods<Outgoing>>(method: Method, params: Outgoing[Method]): void {
    if (!this.#disposed) void this.#connection.sendNotification(method, params);
  }

  /** Listens to one kind of news from the host. */
  on<Method extends Methods<Incoming>>(method: Method, listener: (params: Incoming[Method]) => void): void {
    this.#connection.onNotification(method, listener);
  }

  /** Rejects what is pending with CancelledError; later requests are rejected at once. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#connection.dispose();
  }
}

function failureOf(error: unknown): Error {
  if (error instanceof CancelledError) return error;
  if (error instanceof ResponseError) return fromErrorResponse(error);
  return new TenantTrailError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}

class PipeReader extends AbstractMessageReader {
  readonly #pipe: MessagePipe;
  #stop: (() => void) | undefined;

  constructor(pipe: MessagePipe) {
    super();
    this.#pipe = pipe;
  }

  listen(callback: DataCallback): Disposable {
    // A webview's window also hears messages that are not of this channel.
    const stop = this.#pipe.listen((message) => {
      if (isMessage(message)) callback(message);
    });
    this.#stop = stop;
    return { dispose: stop };
  }

  /** A disposed connection disposes its reader but not what `listen` returned. */
  override dispose(): void {
    super.dispose();
    this.#stop?.();
  }
}

function isMessage(message: unknown): message is Message {
  return typeof message === "object" && message !== null && "jsonrpc" in message;
}

class PipeWriter extends AbstractMessageWriter {
  readonly #pipe: MessagePipe;

  constructor(pipe: MessagePipe) {
    super();
    this.#pipe = pipe;
  }

  async write(message: Message): Promise<void> {
    this.#pipe.send(message);
  }

  end(): void {}
}
