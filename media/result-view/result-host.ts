import type { ResultViewNotifications, ResultViewRequests } from "../../src/protocol/result-page.ts";

/** What the result view needs of the page it is drawn in: a webview's panel or a notebook's renderer. */
export interface ResultHost {
  /** @throws CancelledError when aborted or disposed, TenantTrailError when the host fails. */
  request<Method extends keyof ResultViewRequests>(
    method: Method,
    params: ResultViewRequests[Method]["params"],
    signal?: AbortSignal,
  ): Promise<ResultViewRequests[Method]["result"]>;
  notify<Method extends keyof ResultViewNotifications>(method: Method, params: ResultViewNotifications[Method]): void;
}
