import type { DeployPageNotifications, DeployPageRequests } from "../../src/protocol/aws/deploy-page.ts";
import type { DeployProgress } from "../../src/protocol/aws/stack-deployments.ts";

/** What the deploy page needs of the extension host. */
export interface DeployHost {
  /** @throws CancelledError when aborted or disposed, TenantTrailError when the host fails. */
  request<Method extends keyof DeployPageRequests>(
    method: Method,
    params: DeployPageRequests[Method]["params"],
    signal?: AbortSignal,
  ): Promise<DeployPageRequests[Method]["result"]>;
  notify<Method extends keyof DeployPageNotifications>(method: Method, params: DeployPageNotifications[Method]): void;
}

/** Where the progress of what runs arrives: a listener a run. */
export type ProgressListeners = Map<string, (progress: DeployProgress) => void>;
