import type { Webview } from "vscode";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
} from "vscode-jsonrpc/node";

/** What passes messages to a page and back: a webview, or a part of one. */
export type MessagePort = Pick<Webview, "onDidReceiveMessage" | "postMessage">;

/** The host's end of the channel to a webview. */
export function connectWebview(webview: MessagePort): MessageConnection {
  return createMessageConnection(new WebviewReader(webview), new WebviewWriter(webview));
}

class WebviewReader extends AbstractMessageReader {
  readonly #webview: MessagePort;

  constructor(webview: MessagePort) {
    super();
    this.#webview = webview;
  }

  listen(callback: DataCallback): Disposable {
    return this.#webview.onDidReceiveMessage((message: unknown) => {
      if (isMessage(message)) callback(message);
    });
  }
}

class WebviewWriter extends AbstractMessageWriter {
  readonly #webview: MessagePort;

  constructor(webview: MessagePort) {
    super();
    this.#webview = webview;
  }

  async write(message: Message): Promise<void> {
    await this.#webview.postMessage(message);
  }

  end(): void {
    // The panel owns the webview and ends it.
  }
}

function isMessage(message: unknown): message is Message {
  return typeof message === "object" && message !== null && "jsonrpc" in message;
}
