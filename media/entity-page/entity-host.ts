import type { EntityPageNotifications, EntityPageRequests } from "../../src/protocol/entity/entity-page.ts";

/** What the page of an entity needs of the extension host. */
export interface EntityHost {
  /** @throws CancelledError when aborted or disposed, TenantTrailError when the host fails. */
  request<Method extends keyof EntityPageRequests>(
    method: Method,
    params: EntityPageRequests[Method]["params"],
    signal?: AbortSignal,
  ): Promise<EntityPageRequests[Method]["result"]>;
  notify<Method extends keyof EntityPageNotifications>(method: Method, params: EntityPageNotifications[Method]): void;
}
