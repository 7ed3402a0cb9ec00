import { env } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../../base/translated.ts";
import type { SourceCheck } from "../../../protocol/collector.ts";
import type { CollectorPageRequests } from "../../../protocol/collector-page.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { answerRequest } from "../../../rpc/answer-request.ts";
import type { Connections } from "../../connections/connections.ts";
import { requireTrust } from "../../platform/trust.ts";
import type { CollectConsent } from "../collecting/collect-consent.ts";
import type { HeldCredentials } from "../held-credentials.ts";
import { pickCertificate } from "../pick-certificate.ts";
import type { TenantActions } from "../tenant-actions.ts";

type Method = keyof CollectorPageRequests;
type Params<Name extends Method> = CollectorPageRequests[Name]["params"];
type Result<Name extends Method> = CollectorPageRequests[Name]["result"];

/** What answers the collector page. */
export interface CollectorRequestParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tenants: TenantActions;
  readonly consent: CollectConsent;
  readonly held: HeldCredentials;
  readonly record: (error: unknown) => void;
}

/** Answers what the collector page asks: secrets and dialogs are the host's, all else goes on to the lake process. */
export function answerCollectorRequests(connection: MessageConnection, parts: CollectorRequestParts): void {
  const { lake, connections, tenants, consent, held, record } = parts;
  const answer = <Name extends Method>(
    method: Name,
    handler: (params: Params<Name>, signal: AbortSignal) => Promise<Result<Name>>,
  ): void => {
    answerRequest(connection, method, handler);
  };
  const tell = new NotificationType<{ run: string; check: SourceCheck }>("checked");
  answer("guide", (request, signal) => lake.tenantGuide(request, { signal }));
  answer("holdSecret", async ({ secret }) => held.holdSecret(secret));
  answer("holdPassword", async ({ id, password }) => {
    held.holdPassword(id, password);
    return null;
  });
  answer("pickCertificate", () => pickCertificate(held));
  answer("storedEndpoints", async ({ tenantId }) => (await held.storedEndpoints(tenantId)) ?? null);
  answer("testTenant", async ({ run, tenant }, signal) => {
    requireTrust(t("Testing a tenant"));
    const { root } = await connections.require();
    if (!("credential" in tenant)) await consent.require(root, await tenants.named(tenant.tenantId));
    const request =
      "credential" in tenant
        ? { access: await held.accessOf(tenant), sources: tenant.sources }
        : { tenantId: tenant.tenantId };
    const onProgress = (check: SourceCheck): void => {
      connection.sendNotification(tell, { run, check }).catch(record);
    };
    return lake.testTenant(request, { signal, onProgress });
  });
  answer("addTenant", ({ tenant, lakeRoot }) => tenants.add(tenant, lakeRoot, held));
  answer("removeTenant", async ({ tenantId }) => ({ removed: await tenants.remove(tenantId) }));
  answer("health", async (_, signal) => {
    await connections.require();
    return lake.collectionHealth({}, { signal });
  });
  answer("copyText", async ({ text }) => {
    await env.clipboard.writeText(text);
    return null;
  });
}
