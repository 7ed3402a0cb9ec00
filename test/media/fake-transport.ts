import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
} from "vscode-jsonrpc/browser";

/** The extension host's end of a webview's channel, in the page itself; must be made before the page's own script. */
export function connectFakeHost(): MessageConnection {
  const heard: { listener?: DataCallback } = {};
  class FakeReader extends AbstractMessageReader {
    listen(callback: DataCallback): Disposable {
      heard.listener = callback;
      return { dispose: () => {} };
    }
  }
  class FakeWriter extends AbstractMessageWriter {
    async write(message: Message): Promise<void> {
      window.postMessage(structuredClone(message), "*");
    }

    end(): void {}
  }
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      const copy = structuredClone(message) as Message;
      setTimeout(() => heard.listener?.(copy));
    },
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null"),
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  });
  return createMessageConnection(new FakeReader(), new FakeWriter());
}
