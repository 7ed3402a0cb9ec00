import { type CloudName, contentTypes, type SourceId, sourceIds, type TenantAccess } from "../protocol/collector.ts";
import { TenantTrailError } from "../protocol/errors.ts";

export type Api = "graph" | "management";

/** Where a tenant's cloud is, as origins (`https://host`), and for whom its tokens are made out. */
export interface Servers {
  readonly login: string;
  readonly graph: string;
  /** Null where the cloud has no Management Activity API. */
  readonly management: string | null;
  /** The audience of a token; a simulated Microsoft has its cloud's. */
  readonly audience: { readonly graph: string; readonly management: string | null };
}

interface Cloud {
  readonly login: string;
  readonly graph: string;
  readonly management: string | null;
  readonly missing: readonly SourceId[];
}

/** No page of these names China (Graph reference, List riskyUsers and its kin, the table of national clouds). */
const risk: readonly SourceId[] = [
  "signIns.risky",
  "riskDetections",
  "riskyUsers",
  "servicePrincipalRiskDetections",
  "riskyServicePrincipals",
];

/**
 * graph.md §2.6; China's login host as Microsoft's page on national clouds and MSAL have it since it was renamed. GCC has
 * the worldwide sign-in and Graph, and a host of its own for the Management Activity API, whose tokens are made out for
 * that host (Management Activity API reference, Activity API operations).
 */
const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    login: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    management: "https://manage.office.com",
    missing: [],
  },
  "us-government-gcc": {
    login: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    management: "https://manage-gcc.office.com",
    missing: [],
  },
  "us-government-l4": {
    login: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    management: "https://manage.office365.us",
    missing: ["auditLogQuery"],
  },
  "us-government-dod": {
    login: "https://login.microsoftonline.us",
    graph: "https://dod-graph.microsoft.us",
    management: "https://manage.protection.apps.mil",
    missing: ["auditLogQuery"],
  },
  china: {
    login: "https://login.partner.microsoftonline.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
    management: null,
    missing: ["auditLogQuery", ...risk, ...contentTypes],
  },
};

/** The sources that a cloud offers. */
export function sourcesOf(cloud: CloudName): readonly SourceId[] {
  return sourceIds.filter((source) => !clouds[cloud].missing.includes(source));
}

/**
 * The servers that a tenant's tokens and requests go to.
 * @throws TenantTrailError `untrusted-server` when an own endpoint is not `https` on a loopback host.
 */
export function serversOf(access: Pick<TenantAccess, "cloud" | "endpoints">): Servers {
  const { login, graph, management } = clouds[access.cloud];
  const audience = { graph, management };
  if (access.endpoints === undefined) return { login, graph, management, audience };
  return {
    login: loopbackOrigin(access.endpoints.login),
    graph: loopbackOrigin(access.endpoints.graph),
    management: management === null ? null : loopbackOrigin(access.endpoints.management),
    audience,
  };
}

/** Whether an address is one of the API's own host, so that a token may go with it. */
export function isOwnHost(url: string, servers: Servers, api: Api | "login"): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, username, password } = new URL(url);
  return origin === servers[api] && username === "" && password === "";
}

const loopbackHosts: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

function loopbackOrigin(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const bare = url !== undefined && url.href === `${url.origin}/`;
  if (!bare || url.protocol !== "https:" || !loopbackHosts.includes(url.hostname)) {
    throw new TenantTrailError(
      "untrusted-server",
      "An endpoint of a simulated Microsoft must be https://127.0.0.1, https://[::1] or https://localhost with a " +
        "port and nothing after it; tokens are sent to no other host than Microsoft's own.",
    );
  }
  return url.origin;
}
