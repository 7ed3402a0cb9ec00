import type {
  HealthReport,
  SourceCheck,
  SourceId,
  TableHealth,
  TenantCheck,
  TenantSettings,
} from "../../../src/protocol/collector.ts";
import type { CollectorPageState, OfferedSource } from "../../../src/protocol/collector-page.ts";

const tenantId = "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f";

function offered(source: SourceId, table: OfferedSource["table"], tableTitle: string, title: string): OfferedSource {
  return { source, table, tableTitle, title };
}

export const fakeSources: readonly OfferedSource[] = [
  offered("signIns.interactiveUser", "signins", "Sign-ins", "by people"),
  offered("signIns.nonInteractiveUser", "signins", "Sign-ins", "by applications for people"),
  offered("signIns.servicePrincipal", "signins", "Sign-ins", "by service principals"),
  offered("signIns.managedIdentity", "signins", "Sign-ins", "by managed identities"),
  offered("signIns.v1.0", "signins", "Sign-ins", "by people (v1.0)"),
  offered("directoryAudits", "audits", "Audits", "audits"),
  offered("provisioning", "provisioning", "Provisioning", "provisioning"),
  offered("riskDetections", "riskdetections", "Risk detections", "risk detections"),
  offered("riskyUsers", "riskyusers", "Risky users", "risky users"),
  offered("Audit.AzureActiveDirectory", "activity", "Office 365 activity", "Entra ID"),
  offered("Audit.Exchange", "activity", "Office 365 activity", "Exchange"),
  offered("Audit.SharePoint", "activity", "Office 365 activity", "SharePoint and OneDrive"),
  offered("Audit.General", "activity", "Office 365 activity", "other workloads"),
  offered("DLP.All", "activity", "Office 365 activity", "data loss prevention"),
  offered("auditLogQuery", "activity", "Office 365 activity", "audit search"),
];

export const fakeTenant: TenantSettings = {
  tenantId,
  name: "contoso.com",
  cloud: "global",
  clientId: "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10",
  credentialKind: "secret",
  sources: fakeSources.map(({ source }) => source).filter((source) => source !== "signIns.v1.0"),
  since: "2026-11-01T08:00:00.000Z",
  floors: {},
};

export function fakeState(more: Partial<CollectorPageState> = {}): CollectorPageState {
  return {
    lake: "incident · this folder",
    lakeRoot: "/lakes/incident",
    tenants: [],
    withoutCredential: [],
    sources: fakeSources,
    isTrusted: true,
    ...more,
  };
}

const found: Readonly<Partial<Record<SourceId, Pick<SourceCheck, "state" | "detail" | "nextStep">>>> = {
  riskDetections: {
    state: "missing-licence",
    detail: "The tenant has no Microsoft Entra ID P2 licence, which risk detections need.",
    nextStep: "Leave this source out, or assign a P2 licence to one user of the tenant.",
  },
  riskyUsers: {
    state: "missing-permission",
    detail: "Microsoft Graph refused: the app registration lacks IdentityRiskyUser.Read.All.",
    nextStep: "Add IdentityRiskyUser.Read.All to the app registration and let an administrator consent to it.",
  },
  "Audit.SharePoint": {
    state: "throttled",
    detail: "The Management Activity API asks to wait 30 s.",
    nextStep: "Check again in a minute; collecting waits by itself.",
  },
  "Audit.General": {
    state: "throttled",
    detail: "The Management Activity API asks to wait 20 s.",
    nextStep: "Check again in a minute; collecting waits by itself.",
  },
  auditLogQuery: {
    state: "unreachable",
    detail: "graph.microsoft.com did not answer within 60 s.",
    nextStep: "Look at the proxy and the firewall of this machine, then check again.",
  },
};

export function fakeCheck(source: OfferedSource): SourceCheck {
  const works = { state: "works", detail: "A record was read.", nextStep: "" } as const;
  return { source: source.source, table: source.table, ...(found[source.source] ?? works) };
}

export const fakeSignIn: TenantCheck["signIn"] = {
  works: true,
  detail: "Signed in as the application with its client secret, valid for another 87 days.",
  nextStep: "",
};

const stretch = (from: string, to: string) => ({ from, to });

export function fakeHealth(): HealthReport {
  const table = (name: TableHealth["table"], scale: number): TableHealth => ({
    tenantId,
    table: name,
    lastEvent: scale === 0 ? null : "2026-11-23T13:41:07.000Z",
    lateness: scale === 0 ? null : { p50: 190_000, p95: 780_000, p99: 9_300_000 },
    rowsPerHour: Array.from({ length: 168 }, (_, hour) =>
      hour > 110 && hour < 114 ? 0 : Math.round(scale * (1.2 + Math.sin(((hour % 24) / 24) * 2 * Math.PI - 2)) * 100),
    ),
  });
  return {
    at: "2026-11-23T13:45:12.000Z",
    tables: [table("signins", 4), table("audits", 1), table("activity", 2.5), table("riskyusers", 0)],
    sources: fakeSources
      .filter(({ source, table: of }) => source !== "signIns.v1.0" && !["provisioning", "riskdetections"].includes(of))
      .map(({ source, table: of }) => ({
        tenantId,
        tenantName: "contoso.com",
        table: of,
        source,
        lastRead: source === "Audit.Exchange" ? "2026-11-23T12:00:00.000Z" : "2026-11-23T13:40:00.000Z",
        readUpTo: of === "riskyusers" ? null : "2026-11-23T13:30:00.000Z",
        gaps: source === "Audit.Exchange" ? [stretch("2026-11-21T14:00:00.000Z", "2026-11-21T16:00:00.000Z")] : [],
        lost: source === "Audit.General" ? [stretch("2026-11-01T00:00:00.000Z", "2026-11-10T00:00:00.000Z")] : [],
        requests: 1312,
        throttledSeconds: source === "signIns.interactiveUser" ? 310 : 0,
        fetched: 20_000,
        added: 12_400,
        updated: 31,
        late: source === "signIns.nonInteractiveUser" ? 41 : 0,
        lastError:
          source === "Audit.Exchange"
            ? {
                at: "2026-11-23T12:10:44.000Z",
                code: "unreachable",
                message:
                  "manage.office.com did not answer within 60 s. Look at the proxy and the firewall of this machine.",
              }
            : null,
      })),
  };
}
