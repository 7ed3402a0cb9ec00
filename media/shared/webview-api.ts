import type { MessagePipe } from "./request-client.ts";

/** What VS Code gives a webview, once. */
export interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  var acquireVsCodeApi: () => WebviewApi;
}

/** The channel between a webview and the extension host. */
export function webviewPipe(api: WebviewApi): MessagePipe {
  return {
    send: (message) => api.postMessage(message),
    listen: (listener) => {
      const hear = (event: MessageEvent): void => listener(event.data);
      window.addEventListener("message", hear);
      return () => window.removeEventListener("message", hear);
    },
  };
}
