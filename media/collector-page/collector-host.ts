import type { SourceCheck } from "../../src/protocol/collector.ts";
import type { CollectorPageNotifications, CollectorPageRequests } from "../../src/protocol/collector-page.ts";

/** What the collector page needs of the extension host. */
export interface CollectorHost {
  /** @throws CancelledError when aborted or disposed, TenantTrailError when the host fails. */
  request<Method extends keyof CollectorPageRequests>(
    method: Method,
    params: CollectorPageRequests[Method]["params"],
    signal?: AbortSignal,
  ): Promise<CollectorPageRequests[Method]["result"]>;
  notify<Method extends keyof CollectorPageNotifications>(
    method: Method,
    params: CollectorPageNotifications[Method],
  ): void;
}

/** Where the results of a running check arrive: a listener a run. */
export type CheckListeners = Map<string, (check: SourceCheck) => void>;
