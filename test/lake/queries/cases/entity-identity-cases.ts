import type { LogRecord } from "../query-lake.ts";
import type { QueryCase } from "./query-case.ts";
import { activity, audit, byUser, changed, failedSignIn, lagos, signIn } from "./records.ts";

const ann = "ann@contoso.example";
const annId = "11111111-1111-4111-8111-111111111111";
const admin = "admin@contoso.example";
/** Stands where nobody has the name that was typed. */
const noId = "00000000-0000-0000-0000-000000000000";
const app = "22222222-2222-4222-8222-222222222222";
const principal = "33333333-3333-4333-8333-333333333333";
const device = "44444444-4444-4444-8444-444444444444";

const unknownName = (time: string, name: string): LogRecord => failedSignIn(time, name, 50034, { userId: noId });

const inOther = (record: LogRecord): LogRecord => ({ ...record, tenantId: "other" });

const made = (type: string, name: string, value: string) => [
  { id: principal, type, displayName: "Viewer", modifiedProperties: [changed(name, value)] },
];

function riskState(riskLastUpdatedDateTime: string, account: string, state: string): LogRecord {
  const record = { id: account, userPrincipalName: account, riskLastUpdatedDateTime, riskState: state };
  return { table: "riskyusers", source: "graph-v1.0", record: { ...record, riskLevel: "high", riskDetail: "none" } };
}

/** What is one and the same thing, and what only looks like it. */
export const entityIdentityCases: readonly QueryCase[] = [
  {
    query: "entity/timeline-of-an-entity",
    title: "a name that nobody has is not every other name that nobody has",
    params: { kind: "account", value: admin },
    records: (at) => [unknownName(at("08:00"), admin), unknownName(at("08:01"), "info@contoso.example")],
    columns: ["actor"],
    rows: [[admin]],
  },
  {
    query: "entity/what-is-known-of-an-entity",
    title: "a name that nobody has; a risk by its state; a network of two countries has no country",
    params: { kind: "account", value: admin },
    records: (at) => [
      unknownName(at("08:00"), admin),
      failedSignIn(at("08:01"), admin, 50034, { userId: noId, location: lagos }),
      unknownName(at("08:02"), "info@contoso.example"),
      riskState(at("08:03"), admin, "atRisk"),
    ],
    columns: ["fact", "label", "events", "failures"],
    rows: [
      ["total", null, 3, 2],
      ["table", null, 2, 2],
      ["table", null, 1, 0],
      ["day", null, 3, 2],
      ["signInDay", null, 2, 2],
      ["signInResult", "Error 50034", 2, 2],
      ["country", null, 1, 1],
      ["country", null, 1, 1],
      ["network", null, 2, 2],
      ["address", null, 2, 2],
      ["account", null, 2, 2],
      ["application", "OfficeHome", 2, 2],
      ["device", "Windows11, Edge 141", 2, 2],
      ["client", null, 2, 2],
      ["session", null, 1, 1],
      ["session", null, 1, 1],
      ["risk", null, 1, 0],
    ],
  },
  {
    query: "entity/timeline-of-an-entity",
    title: "the events of a state of risk",
    params: { kind: "account", value: admin, fact: "risk", factValue: "atRisk" },
    records: (at) => [riskState(at("08:03"), admin, "atRisk"), riskState(at("08:04"), admin, "dismissed")],
    columns: ["outcome"],
    rows: [["atRisk"]],
  },
  {
    query: "entity/timeline-of-an-entity",
    title: "a part of an application's id is another id",
    params: { kind: "application", value: app.slice(0, 8) },
    records: (at) => [
      audit(at("08:00"), "Add service principal", made("ServicePrincipal", "AppPrincipalId", `"${app}"`)),
    ],
    columns: ["operation"],
    rows: [],
  },
  {
    query: "entity/timeline-of-an-entity",
    title: "a part of a device's id is another id",
    params: { kind: "device", value: device.slice(0, 8) },
    records: (at) => [audit(at("08:00"), "Add device", made("Device", "DeviceId", `["${device}"]`))],
    columns: ["operation"],
    rows: [],
  },
  {
    query: "hunting/consents-to-an-application",
    title: "a part of an application's id is another id",
    params: { application: app.slice(0, 8) },
    records: (at) => [
      audit(at("08:00"), "Add service principal", made("ServicePrincipal", "AppPrincipalId", `"${app}"`)),
    ],
    columns: ["operation"],
    rows: [],
  },
  {
    query: "hunting/consents-to-an-application",
    title: "by the id of its service principal; another tenant's consent",
    params: { application: principal, tenant: "tenant" },
    records: (at) => [
      audit(at("08:00"), "Consent to application", made("ServicePrincipal", "ConsentContext.IsAdminConsent", '"True"')),
      inOther(
        audit(
          at("08:01"),
          "Consent to application",
          made("ServicePrincipal", "ConsentContext.IsAdminConsent", '"False"'),
        ),
      ),
    ],
    columns: ["isAdminConsent"],
    rows: [['"True"']],
  },
  {
    query: "hunting/accounts-of-an-application",
    title: "by the id of its service principal; another tenant's accounts",
    params: { application: principal, tenant: "tenant" },
    records: (at) => [
      signIn(at("08:00"), ann, { appId: app, appServicePrincipalId: principal }),
      inOther(signIn(at("08:01"), admin, { appId: app, appServicePrincipalId: principal })),
    ],
    columns: ["account"],
    rows: [[ann]],
  },
  {
    query: "hunting/sessions-of-an-account",
    title: "by its object id; a session of its name in another tenant",
    params: { account: annId.toUpperCase(), tenant: "tenant" },
    records: (at) => [
      signIn(at("08:00"), ann, { userId: annId, sessionId: "own" }),
      inOther(signIn(at("08:01"), ann, { userId: annId, sessionId: "foreign" })),
      inOther(activity(at("08:02"), "Send", ann, { SessionId: "own" })),
    ],
    columns: ["sessionId", "activityEvents"],
    rows: [["own", 0]],
  },
  {
    query: "hunting/timeline-of-an-account",
    title: "one tenant alone",
    params: { account: ann, tenant: "tenant" },
    records: (at) => [
      signIn(at("08:00"), ann, { ipAddress: "192.0.2.8" }),
      inOther(signIn(at("08:01"), ann, { ipAddress: "192.0.2.9" })),
    ],
    columns: ["address"],
    rows: [["192.0.2.8"]],
  },
  {
    query: "hunting/accounts-of-an-address",
    title: "one tenant alone",
    params: { address: "203.0.113.8", tenant: "tenant" },
    records: (at) => [
      signIn(at("08:00"), ann, { ipAddress: "203.0.113.8" }),
      inOther(signIn(at("08:01"), admin, { ipAddress: "203.0.113.8" })),
    ],
    columns: ["account"],
    rows: [[ann]],
  },
  {
    query: "hunting/timeline-of-an-address",
    title: "an address in other spellings, of one tenant",
    params: { address: "2001:db8:9::27", tenant: "tenant" },
    records: (at) => [
      signIn(at("08:00"), ann, { ipAddress: "2001:0DB8:0009:0:0:0:0:27" }),
      audit(at("08:01"), "Update user", [], { initiatedBy: byUser(ann, "2001:db8:9:0::27") }),
      signIn(at("08:02"), admin, { ipAddress: "2001:db8:9::270" }),
      inOther(signIn(at("08:03"), admin, { ipAddress: "2001:db8:9::27" })),
    ],
    columns: ["operation"],
    rows: [["Sign-in"], ["Update user"]],
  },
  {
    query: "hunting/timeline-of-a-session",
    title: "an id in another case, of one tenant",
    params: { session: "SESSION-X1", tenant: "tenant" },
    records: (at) => [
      signIn(at("08:00"), ann, { sessionId: "session-x1", uniqueTokenIdentifier: "token-x1" }),
      activity(at("08:01"), "Send", ann, { AppAccessContext: { UniqueTokenId: "token-x1" } }),
      inOther(signIn(at("08:02"), admin, { sessionId: "session-x1" })),
    ],
    columns: ["operation", "linkedBy"],
    rows: [
      ["Sign-in", "session"],
      ["Send", "token"],
    ],
  },
  {
    query: "reports/new-applications",
    title: "of an application by its id, as the audit that made it names it, and by its service principal's",
    params: { application: app },
    records: (at) => [
      audit(at("08:00"), "Add service principal", made("ServicePrincipal", "AppPrincipalId", `"${app}"`)),
      audit(at("08:01"), "Consent to application", [{ id: app, type: "ServicePrincipal", displayName: "By id" }]),
      audit(at("08:02"), "Consent to application", [{ id: "x", type: "ServicePrincipal", displayName: "Another" }]),
    ],
    columns: ["application"],
    rows: [["Viewer"], ["By id"]],
  },
  {
    query: "entity/what-is-known-of-an-entity",
    title: "the newest risk is told although ten others have more events",
    params: { kind: "account", value: "ann@contoso.example" },
    records: (at) => [
      ...Array.from({ length: 22 }, (_, index) => risk(at("08:00"), `kind-${index % 11}`, index)),
      risk(at("09:00"), "rare", 22),
    ],
    columns: ["fact", "events", "values"],
    rows: [
      ["total", 23, 1],
      ["table", 23, 1],
      ["day", 23, 1],
      ["account", 23, 1],
      ...Array.from({ length: 10 }, () => ["risk", 2, 12]),
      ["risk", 1, 12],
    ],
  },
];

function risk(activityDateTime: string, riskEventType: string, index: number): LogRecord {
  return {
    table: "riskdetections",
    record: {
      id: `detection-${index}`,
      activityDateTime,
      detectedDateTime: activityDateTime,
      lastUpdatedDateTime: activityDateTime,
      userPrincipalName: "ann@contoso.example",
      riskEventType,
      riskLevel: "low",
      riskState: "atRisk",
    },
  };
}
