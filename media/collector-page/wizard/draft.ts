import { t } from "../../../src/base/translated.ts";
import type { CloudName, Endpoints, SourceId, TenantSettings } from "../../../src/protocol/collector.ts";
import type { DraftCredential, OfferedSource, TenantDraft } from "../../../src/protocol/collector-page.ts";

/** A tenant that is being typed: every field as it stands, except the secret. */
export interface EditedTenant {
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: CloudName;
  readonly credentialKind: "secret" | "certificate" | "person";
  /** Undefined until one was handed to the host. */
  readonly credential: DraftCredential | undefined;
  /** What is shown of a held credential, for example its file's name. */
  readonly credentialWords: string;
  /** Empty texts when it is collected from Microsoft. */
  readonly endpoints: Endpoints;
  readonly sources: readonly SourceId[];
}

export const noEndpoints: Endpoints = { login: "", graph: "", management: "" };

/** Read in place of the four other kinds of sign-ins, by tenants that use no beta API. */
const cautious: SourceId = "signIns.v1.0";

/** A tenant that is added: everything is read, from the beta API where that says more. */
export function newTenant(offered: readonly OfferedSource[]): EditedTenant {
  return {
    name: "",
    tenantId: "",
    clientId: "",
    cloud: "global",
    credentialKind: "secret",
    credential: undefined,
    credentialWords: "",
    endpoints: noEndpoints,
    sources: offered.map(({ source }) => source).filter((source) => source !== cautious),
  };
}

/**
 * A tenant that is edited, with the credential that it was added with.
 * @param isStored false where that is not on this computer, so that one must be entered.
 */
export function knownTenant(tenant: TenantSettings, isStored: boolean): EditedTenant {
  const { name, tenantId, clientId, cloud, credentialKind, sources } = tenant;
  return {
    name,
    tenantId,
    clientId,
    cloud,
    credentialKind,
    sources,
    credential: isStored
      ? { kind: "stored" }
      : credentialKind === "person"
        ? { kind: "person", flow: "browser" }
        : undefined,
    credentialWords: isStored ? t("The one that this tenant was added with") : "",
    endpoints: noEndpoints,
  };
}

export type FieldName = "name" | "tenantId" | "clientId" | "credential" | "login" | "graph" | "management" | "sources";

export type Problems = Partial<Readonly<Record<FieldName, string>>>;

const guid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** What must be mended before the permissions are looked at; an app that is not registered yet is no problem there. */
export function problemsOfTenant(tenant: EditedTenant): Problems {
  const problems: { -readonly [Name in FieldName]?: string } = {};
  if (tenant.name.trim() === "") problems.name = t("Enter a name.");
  if (!guid.test(tenant.tenantId)) problems.tenantId = idProblem(tenant.tenantId);
  if (tenant.clientId !== "" && !guid.test(tenant.clientId)) problems.clientId = idProblem(tenant.clientId);
  if (tenant.clientId !== "" && tenant.clientId.toLowerCase() === tenant.tenantId.toLowerCase())
    problems.clientId = t("This is the tenant's id again. The application id stands above it on the overview page.");
  for (const name of ["login", "graph", "management"] as const) {
    const problem = endpointProblem(tenant.endpoints, name);
    if (problem !== undefined) problems[name] = problem;
  }
  return problems;
}

/** What must be mended before the tenant is checked. */
export function problemsOfCheck(tenant: EditedTenant): Problems {
  return {
    ...problemsOfTenant(tenant),
    ...(tenant.clientId === "" && { clientId: t("Enter the application id.") }),
    ...(tenant.credential === undefined && { credential: credentialMissing[tenant.credentialKind] }),
    ...(tenant.sources.length === 0 && { sources: t("Choose at least one source.") }),
  };
}

const credentialMissing = {
  secret: t("Enter the client secret."),
  certificate: t("Choose the certificate's file."),
  person: t("Choose how to sign in."),
} as const;

/** What is wrong with a typed client secret; undefined when nothing is to be seen. */
export function secretProblem(secret: string): string | undefined {
  if (secret.trim() === "") return t("Enter the client secret.");
  if (guid.test(secret.trim())) return t("This looks like the secret's id. Paste its value.");
  return undefined;
}

/** The draft as the host takes it; undefined while a credential is missing. */
export function draftOf(tenant: EditedTenant): TenantDraft | undefined {
  const { name, tenantId, clientId, cloud, credential, sources, endpoints } = tenant;
  if (credential === undefined) return undefined;
  const simulated = endpoints.login !== "";
  return { name, tenantId, clientId, cloud, credential, sources, ...(simulated && { endpoints }) };
}

function idProblem(text: string): string {
  return text === ""
    ? t("Enter the directory (tenant) id.")
    : t("An id is 32 digits and letters in five groups, as 11111111-2222-3333-4444-555555555555.");
}

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

function endpointProblem(endpoints: Endpoints, name: keyof Endpoints): string | undefined {
  const text = endpoints[name];
  const others = Object.values(endpoints).some((value) => value !== "");
  if (text === "") return others ? t("Enter all three, or none.") : undefined;
  const address = URL.parse(text);
  const isOrigin = address !== null && address.protocol === "https:" && address.origin === text.replace(/\/$/, "");
  if (!isOrigin) return t("Enter an origin, as {0}.", "https://localhost:8443");
  return loopback.has(address.hostname) ? undefined : t("Only servers on this machine are taken for Microsoft.");
}
