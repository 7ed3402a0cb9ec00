import { useEffect, useState } from "preact/hooks";
import type { TenantGuide } from "../../../src/protocol/collector.ts";
import type { OfferedSource } from "../../../src/protocol/collector-page.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { CollectorHost } from "../collector-host.ts";
import type { EditedTenant } from "./draft.ts";

export interface Guide {
  /** What the app registration needs for the chosen sources; its permissions are those of every source. */
  readonly value?: TenantGuide;
  readonly failure?: string;
}

/**
 * Asks what a tenant's app registration needs, and asks again when the choice changes. The old answer stays until the
 * new one is there.
 */
export function useGuide(host: CollectorHost, tenant: EditedTenant, offered: readonly OfferedSource[]): Guide {
  const [guide, setGuide] = useState<Guide>({});
  const { cloud, tenantId, clientId, credentialKind, sources, credential } = tenant;
  const flow = credential?.kind === "person" ? credential.flow : "browser";
  useEffect(() => {
    const controller = new AbortController();
    const about = { cloud, tenantId, clientId, credentialKind, flow };
    const all = offered.map(({ source }) => source);
    Promise.all([
      host.request("guide", { ...about, sources }, controller.signal),
      host.request("guide", { ...about, sources: all }, controller.signal),
    ]).then(
      ([chosen, every]) => setGuide({ value: { ...chosen, permissions: every.permissions } }),
      (error: unknown) => {
        if (!(error instanceof CancelledError))
          setGuide({ failure: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => controller.abort();
  }, [host, cloud, tenantId, clientId, credentialKind, flow, sources, offered]);
  return guide;
}
