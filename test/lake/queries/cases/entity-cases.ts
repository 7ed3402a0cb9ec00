import type { QueryCase } from "./query-case.ts";
import { activity, appSignIn, audit, byApp, byUser, changed, failedSignIn, signIn } from "./records.ts";

const ann = "ann@contoso.example";
const bob = "bob@contoso.example";
const annId = "11111111-1111-4111-8111-111111111111";
const app = "22222222-2222-4222-8222-222222222222";
const principal = "33333333-3333-4333-8333-333333333333";
const device = "44444444-4444-4444-8444-444444444444";
const timeline = "entity/timeline-of-an-entity";
const facts = "entity/what-is-known-of-an-entity";

const person = (id: string, userPrincipalName: string) => ({
  id,
  type: "User",
  userPrincipalName,
  modifiedProperties: [],
});

export const entityCases: readonly QueryCase[] = [
  {
    query: timeline,
    title: "an account by any case, its id and an older name; a second target; another account",
    params: { kind: "account", value: "Ann@Contoso.example" },
    records: (at) => [
      signIn(at("08:00"), ann, { userId: annId }),
      signIn(at("08:01"), "ann.smith@contoso.example", { userId: annId }),
      audit(at("08:02"), "Reset user password", [person(annId, "")]),
      audit(at("08:03"), "Add member to group", [
        { id: "group", type: "Group", modifiedProperties: [] },
        person("x", ann),
      ]),
      activity(at("08:04"), "Send", "ann.smith@contoso.example", { ResultStatus: "Succeeded", ObjectId: "mail" }),
      activity(at("08:05"), "MailItemsAccessed", bob, { MailboxOwnerUPN: ann }),
      activity(at("08:06"), "Something new", ann),
      signIn(at("08:07"), bob),
    ],
    columns: ["operation", "part", "actor"],
    rows: [
      ["interactiveUser", "by", ann],
      ["interactiveUser", "by", "ann.smith@contoso.example"],
      ["Reset user password", "upon", "root@contoso.example"],
      ["Add member to group", "upon", "root@contoso.example"],
      ["Send", "by", "ann.smith@contoso.example"],
      ["MailItemsAccessed", "upon", bob],
      ["Something new", "by", ann],
    ],
  },
  {
    query: timeline,
    title: "an address in other spellings, with a port in activity; a neighbour",
    params: { kind: "address", value: "2001:db8:9::17" },
    records: (at) => [
      failedSignIn(at("08:00"), ann, 50126, { ipAddress: "2001:0DB8:0009:0:0:0:0:17" }),
      activity(at("08:01"), "Send", ann, { ClientIP: "[2001:db8:9::17]:50123" }),
      audit(at("08:02"), "Update user", [person("x", bob)], { initiatedBy: byUser(ann, "2001:db8:9:0::17") }),
      signIn(at("08:03"), ann, { ipAddress: "2001:db8:9::170" }),
      signIn(at("08:04"), ann, { ipAddress: "" }),
    ],
    columns: ["table", "operation", "code"],
    rows: [
      ["signins", "interactiveUser", 50126],
      ["activity", "Send", null],
      ["audits", "Update user", null],
    ],
  },
  {
    query: timeline,
    title: "an IPv4 address that a record writes as IPv6, and one that asks so",
    params: { kind: "address", value: "::ffff:203.0.113.9" },
    records: (at) => [
      signIn(at("08:00"), ann, { ipAddress: "203.0.113.9" }),
      signIn(at("08:01"), bob, { ipAddress: "::ffff:203.0.113.9" }),
      signIn(at("08:02"), bob, { ipAddress: "203.0.113.90" }),
    ],
    columns: ["actor"],
    rows: [[ann], [bob]],
  },
  {
    query: timeline,
    title:
      "an application: its sign-ins, those to it, its service principal's audits, what it did; another of its name",
    params: { kind: "application", value: app.toUpperCase() },
    records: (at) => [
      signIn(at("08:00"), ann, { appId: app, appDisplayName: "Viewer" }),
      appSignIn(at("08:01"), "Viewer", "192.0.2.1", { appId: app, servicePrincipalId: principal }),
      signIn(at("08:02"), ann, { resourceId: app }),
      audit(at("08:03"), "Consent to application", [{ id: principal, displayName: "Viewer", modifiedProperties: [] }]),
      audit(at("08:04"), "Update user", [person("x", bob)], {
        initiatedBy: { user: null, app: { appId: app, displayName: "Viewer", servicePrincipalId: principal } },
      }),
      activity(at("08:05"), "MailItemsAccessed", ann, { AppAccessContext: { ClientAppId: app } }),
      signIn(at("08:06"), bob, { appId: "other", appDisplayName: "Viewer" }),
    ],
    columns: ["table", "operation", "part"],
    rows: [
      ["signins", "interactiveUser", "by"],
      ["signins", "servicePrincipal", "by"],
      ["signins", "interactiveUser", "to"],
      ["audits", "Consent to application", "upon"],
      ["audits", "Update user", "by"],
      ["activity", "MailItemsAccessed", "by"],
    ],
  },
  {
    query: timeline,
    title: "an application that only the audit of its service principal names",
    params: { kind: "application", value: app },
    records: (at) => [
      audit(at("08:00"), "Add service principal", [
        { id: principal, displayName: "Viewer", modifiedProperties: [changed("AppPrincipalId", `"${app}"`)] },
      ]),
      audit(at("08:01"), "Consent to application", [{ id: principal, displayName: "Viewer", modifiedProperties: [] }]),
      audit(at("08:02"), "Consent to application", [{ id: "other", displayName: "Viewer", modifiedProperties: [] }]),
    ],
    columns: ["operation"],
    rows: [["Add service principal"], ["Consent to application"]],
  },
  {
    query: timeline,
    title: "a session with what was done by its tokens, in the mailbox too; no other session of the same account",
    params: { kind: "session", value: "session-e1" },
    records: (at) => [
      signIn(at("08:00"), ann, { sessionId: "session-e1", uniqueTokenIdentifier: "token-e1" }),
      activity(at("08:01"), "MailItemsAccessed", ann, { AppAccessContext: { AADSessionId: "session-e1" } }),
      activity(at("08:02"), "New-InboxRule", ann, { AppAccessContext: { UniqueTokenId: "token-e1" } }),
      signIn(at("08:03"), ann, { sessionId: "session-e2", uniqueTokenIdentifier: "token-e2" }),
      activity(at("08:04"), "Send", ann),
    ],
    columns: ["operation", "part"],
    rows: [
      ["interactiveUser", "by"],
      ["MailItemsAccessed", "by"],
      ["New-InboxRule", "token"],
    ],
  },
  {
    query: timeline,
    title: "a token, a device and a correlation id, each in the tables that have it",
    params: { kind: "device", value: device },
    records: (at) => [
      signIn(at("08:00"), ann, { deviceDetail: { deviceId: device, operatingSystem: "Windows11" } }),
      activity(at("08:01"), "UserLoggedIn", ann, { DeviceProperties: [{ Name: "Id", Value: device }] }),
      audit(at("08:02"), "Add device", [
        { id: "object", displayName: "PC", modifiedProperties: [changed("DeviceId", `["${device}"]`)] },
      ]),
      signIn(at("08:03"), ann, { deviceDetail: { deviceId: "", operatingSystem: "Windows11" } }),
    ],
    columns: ["table", "part"],
    rows: [
      ["signins", "by"],
      ["activity", "by"],
      ["audits", "upon"],
    ],
  },
  {
    query: timeline,
    title: "one tenant alone, and one fact alone",
    params: { kind: "account", value: ann, tenant: "other", fact: "address", factValue: "203.0.113.1" },
    records: (at) => [
      { ...signIn(at("08:00"), ann, { ipAddress: "203.0.113.1" }), tenantId: "other" },
      { ...signIn(at("08:01"), ann, { ipAddress: "203.0.113.2" }), tenantId: "other" },
      signIn(at("08:02"), ann, { ipAddress: "203.0.113.1" }),
    ],
    columns: ["tenantId", "ipAddress"],
    rows: [["other", "203.0.113.1"]],
  },
  {
    query: facts,
    title: "facts are of what it did; what was done to it from elsewhere is told apart",
    params: { kind: "account", value: ann },
    records: (at) => [
      signIn(at("08:00"), ann, { ipAddress: "203.0.113.1", appId: app, appDisplayName: "Viewer" }),
      failedSignIn(at("08:01"), ann, 50126, { ipAddress: "203.0.113.1", appId: app, appDisplayName: "Viewer" }),
      activity(at("08:02"), "Send", ann, { ClientIP: "203.0.113.1", AppId: app, ResultStatus: "Succeeded" }),
      audit(at("08:03"), "Reset user password", [person("x", ann)], { initiatedBy: byUser(bob, "203.0.113.2") }),
      audit(at("08:04"), "Update user", [person("x", ann)], { initiatedBy: byApp("HR") }),
    ],
    columns: ["fact", "label", "events", "failures", "values"],
    rows: [
      ["total", null, 5, 1, 1],
      ["day", null, 5, 1, 1],
      ["table", null, 2, 1, 3],
      ["table", null, 2, 0, 3],
      ["table", null, 1, 0, 3],
      ["signInDay", null, 2, 1, 1],
      ["signInResult", "Other.", 1, 0, 2],
      ["signInResult", "Error 50126", 1, 1, 2],
      ["country", null, 2, 1, 1],
      ["network", "CH", 2, 1, 1],
      ["address", null, 3, 1, 1],
      ["account", null, 3, 1, 1],
      ["actorUpon", null, 1, 0, 2],
      ["actorUpon", null, 1, 0, 2],
      ["application", "Viewer", 3, 1, 1],
      ["device", "Windows11, Edge 141", 2, 1, 1],
      ["client", null, 2, 1, 1],
      ["session", null, 1, 1, 2],
      ["session", null, 1, 0, 2],
      ["auditUpon", null, 1, 0, 2],
      ["auditUpon", null, 1, 0, 2],
      ["activity", null, 1, 0, 1],
    ],
  },
  {
    query: facts,
    title: "sign-ins without a country, a network, an address or a client are counted too, and are no value of it",
    params: { kind: "account", value: ann },
    records: (at) => [
      signIn(at("08:00"), ann, { sessionId: null, deviceDetail: null }),
      signIn(at("08:01"), ann, {
        sessionId: null,
        deviceDetail: null,
        location: null,
        autonomousSystemNumber: null,
        ipAddress: "",
        clientAppUsed: null,
      }),
    ],
    columns: ["fact", "events", "values"],
    rows: [
      ["total", 2, 1],
      ["day", 2, 1],
      ["table", 2, 1],
      ["signInDay", 2, 1],
      ["signInResult", 2, 1],
      ["country", 1, 1],
      ["country", 1, 1],
      ["network", 1, 1],
      ["network", 1, 1],
      ["address", 1, 1],
      ["address", 1, 1],
      ["account", 2, 1],
      ["application", 2, 1],
      ["device", 2, 0],
      ["client", 1, 1],
      ["client", 1, 1],
    ],
  },
  {
    query: timeline,
    title: "what a record calls a partial success is none",
    params: { kind: "account", value: ann },
    records: (at) => [
      activity(at("08:00"), "Send", ann, { ResultStatus: "PartiallySucceeded" }),
      activity(at("08:01"), "Send", ann, { ResultStatus: "Succeeded" }),
    ],
    columns: ["operation", "outcome"],
    rows: [
      ["Send", "partial"],
      ["Send", "success"],
    ],
  },
  {
    query: timeline,
    title: "events without a value of a fact are those that are counted for it",
    params: { kind: "account", value: ann, fact: "country", factValue: "" },
    records: (at) => [
      signIn(at("08:00"), ann),
      signIn(at("08:01"), ann, { location: null, userId: "without" }),
      activity(at("08:02"), "Send", ann),
    ],
    columns: ["operation"],
    rows: [["interactiveUser"]],
  },
  {
    query: "hunting/timeline-of-an-account",
    title: "an object id finds what records say by the name, and the name what they say by the id",
    params: { account: annId.toUpperCase() },
    records: (at) => [
      signIn(at("08:00"), ann, { userId: annId }),
      activity(at("08:01"), "Send", ann),
      audit(at("08:02"), "Reset user password", [person(annId, "")]),
      signIn(at("08:03"), bob),
    ],
    columns: ["operation", "part"],
    rows: [
      ["Sign-in", "did"],
      ["Send", "did"],
      ["Reset user password", "was done to"],
    ],
  },
];
