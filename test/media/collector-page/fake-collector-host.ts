import { RequestType, ResponseError } from "vscode-jsonrpc/browser";
import type { HealthReport } from "../../../src/protocol/collector.ts";
import type {
  CollectorPageNotifications,
  CollectorPageRequests,
  CollectorPageState,
  CollectorPlace,
  TenantRun,
} from "../../../src/protocol/collector-page.ts";
import type { ErrorData } from "../../../src/protocol/error-response.ts";
import { connectFakeHost } from "../fake-transport.ts";
import { fakeCheck, fakeHealth, fakeSignIn, fakeSources, fakeTenant } from "./fake-collector.ts";

type Params<Method extends keyof CollectorPageRequests> = CollectorPageRequests[Method]["params"];
type Answer<Method extends keyof CollectorPageRequests> = CollectorPageRequests[Method]["result"];

/** The extension host's end, in the page itself: what it was asked, and what it is to say. */
export interface FakeCollectorHost {
  readonly calls: { readonly method: string; readonly params: unknown }[];
  /** By method: the sentence that it fails with. */
  readonly failures: Record<string, string>;
  /** How many sources have been checked when the check pauses; all when it is undefined. */
  pauseAfter: number | undefined;
  signInFails: boolean;
  /** What is answered when the health is asked for. */
  health: HealthReport;
  /** True while the answer about the health is awaited for ever. */
  holdsHealth: boolean;
  show(state: CollectorPageState, place: CollectorPlace): void;
  tellState(state: CollectorPageState): void;
  tellRuns(runs: readonly TenantRun[]): void;
  tellCollected(): void;
}

declare global {
  var fakeCollectorHost: FakeCollectorHost;
}

const connection = connectFakeHost();
const host: FakeCollectorHost = {
  calls: [],
  failures: {},
  pauseAfter: undefined,
  signInFails: false,
  health: fakeHealth(),
  holdsHealth: false,
  show: (state, place) => {
    void connection.sendNotification("state", state);
    void connection.sendNotification("runs", []);
    void connection.sendNotification("go", place);
  },
  tellState: (state) => void connection.sendNotification("state", state),
  tellRuns: (runs) => void connection.sendNotification("runs", runs),
  tellCollected: () => void connection.sendNotification("collected", null),
};
globalThis.fakeCollectorHost = host;

function answer<Method extends keyof CollectorPageRequests>(
  method: Method,
  reply: (params: Params<Method>) => Answer<Method> | Promise<Answer<Method>>,
): void {
  connection.onRequest(new RequestType<Params<Method>, unknown, ErrorData>(method), async (params) => {
    host.calls.push({ method, params });
    const failure = host.failures[method];
    if (failure !== undefined) throw new ResponseError(1, failure, { code: "bad-argument", cancelled: false });
    return reply(params);
  });
}

for (const method of [
  "ready",
  "collect",
  "cancelCollect",
  "fill",
  "openAddress",
  "openHealthQuery",
  "openSettings",
] satisfies (keyof CollectorPageNotifications)[]) {
  connection.onNotification(method, (params: unknown) => void host.calls.push({ method, params }));
}

answer("guide", ({ sources, tenantId, clientId }) => ({
  permissions: sources.map((source) =>
    /^(?:Audit\.|DLP)/.test(source)
      ? { source, api: "Office 365 Management APIs", permission: "ActivityFeed.Read" }
      : {
          source,
          api: "Microsoft Graph",
          permission: source === "riskyUsers" ? "IdentityRiskyUser.Read.All" : "AuditLog.Read.All",
          ...(source.startsWith("signIns") && { note: "Needs Microsoft Entra ID P1 or P2." }),
        },
  ),
  consentUrl: clientId === "" ? "" : `https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${clientId}`,
  scripts: [
    {
      title: "Azure CLI",
      text: `az ad app create --display-name "TenantTrail collector"\n# ${sources.length} sources`,
    },
    { title: "Microsoft Graph PowerShell", text: "Connect-MgGraph -Scopes Application.ReadWrite.All" },
  ],
}));
answer("holdSecret", () => ({ id: "held-1" }));
answer("pickCertificate", () => ({ id: "held-2", fileName: "collector.pfx", format: "pfx" }));
answer("holdPassword", () => null);
answer("storedEndpoints", () => null);
answer("testTenant", async ({ run, tenant }) => {
  const chosen = "sources" in tenant ? tenant.sources : fakeTenant.sources;
  const checks = fakeSources.filter(({ source }) => chosen.includes(source)).map(fakeCheck);
  if (host.signInFails) {
    const signIn = {
      works: false,
      detail: "Microsoft refused the client secret: it is wrong (AADSTS7000215).",
      nextStep: "Paste the secret's value, not its id.",
    };
    return { signIn, sources: [], warnings: [] };
  }
  for (const [index, check] of checks.entries()) {
    while (host.pauseAfter !== undefined && index >= host.pauseAfter)
      await new Promise((resolve) => setTimeout(resolve, 5));
    void connection.sendNotification("checked", { run, check });
  }
  return { signIn: fakeSignIn, sources: checks, warnings: [] };
});
answer("addTenant", ({ tenant: { name, sources } }) => ({ ...fakeTenant, name, sources }));
answer("removeTenant", () => ({ removed: true }));
answer("health", () => (host.holdsHealth ? new Promise(() => undefined) : host.health));
answer("copyText", () => null);
connection.listen();
