import type { LogRecord } from "../query-lake.ts";
import type { QueryCase } from "./query-case.ts";
import { appSignIn, audit, byUser, failedSignIn, lagos, signIn } from "./records.ts";

const [ann, bob] = ["ann@contoso.example", "bob@contoso.example"] as const;
const single = { authenticationRequirement: "singleFactorAuthentication" };

function riskState(riskLastUpdatedDateTime: string, account: string, riskState: string, riskLevel = "high"): LogRecord {
  const record = { id: account, userPrincipalName: account, riskLastUpdatedDateTime, riskState, riskLevel };
  return { table: "riskyusers", source: "graph-v1.0", record: { riskDetail: "none", ...record } };
}

function added(name: string, type = "ServicePrincipal") {
  return [{ id: `id-${name}`, displayName: name, type, modifiedProperties: [] }];
}

/** What the tiles of the dashboard show, each with and without its filters. */
export const dashboardCases: readonly QueryCase[] = [
  {
    query: "reports/sign-ins-over-time",
    title: "two outcomes on one day, an application on another",
    records: (at) => [
      signIn(at("08:00"), ann),
      signIn(at("09:00"), bob),
      failedSignIn(at("10:00"), bob, 50126),
      appSignIn(at("08:00", 2), "Backup", "192.0.2.5"),
    ],
    columns: ["outcome", "signIns", "accounts"],
    rows: [
      ["failure", 1, 1],
      ["success", 2, 2],
      ["success", 1, 0],
    ],
  },
  {
    query: "reports/sign-ins-over-time",
    title: "of one user and one application, whatever the case",
    params: { user: "ANN@", application: "office" },
    records: (at) => [
      signIn(at("08:00"), ann),
      signIn(at("08:00"), ann, { appDisplayName: "Teams", appId: "app-teams" }),
      signIn(at("08:00"), bob),
      appSignIn(at("08:00"), "Backup", "192.0.2.5"),
    ],
    columns: ["outcome", "signIns"],
    rows: [["success", 1]],
  },
  {
    query: "reports/sign-ins-by-country",
    title: "two countries and an unknown place, people alone",
    records: (at) => [
      signIn(at("08:00"), ann),
      failedSignIn(at("08:01"), ann, 50126, { location: lagos }),
      signIn(at("08:02"), bob, { location: { city: "", countryOrRegion: "" } }),
      appSignIn(at("08:03"), "Backup", "192.0.2.5"),
    ],
    columns: ["country", "signIns", "successes", "failures", "accounts"],
    rows: [
      ["CH", 1, 1, 0, 1],
      ["NG", 1, 0, 1, 1],
      ["unknown", 1, 1, 0, 1],
    ],
  },
  {
    query: "reports/sign-ins-by-country",
    title: "of an application by its id",
    params: { application: "APP-teams" },
    records: (at) => [signIn(at("08:00"), ann), signIn(at("08:01"), bob, { appId: "app-teams", location: lagos })],
    columns: ["country", "signIns"],
    rows: [["NG", 1]],
  },
  {
    query: "reports/legacy-authentication-by-day",
    title: "two protocols on two days; modern clients and another user",
    params: { user: "ann" },
    records: (at) => [
      signIn(at("08:00"), ann, { clientAppUsed: "IMAP4" }),
      failedSignIn(at("08:01"), ann, 53003, { clientAppUsed: "IMAP4" }),
      signIn(at("08:00", 1), ann, { clientAppUsed: "Authenticated SMTP" }),
      signIn(at("08:02"), ann),
      signIn(at("08:03"), bob, { clientAppUsed: "IMAP4" }),
    ],
    columns: ["client", "signIns", "successes", "failures", "accounts"],
    rows: [
      ["IMAP4", 2, 1, 1, 1],
      ["Authenticated SMTP", 1, 1, 0, 1],
    ],
  },
  {
    query: "reports/multifactor-by-day",
    title: "one of three without; a failure and an application",
    records: (at) => [
      signIn(at("08:00"), ann),
      signIn(at("08:01"), bob),
      signIn(at("08:02"), bob, single),
      failedSignIn(at("08:03"), bob, 50126, single),
      appSignIn(at("08:04"), "Backup", "192.0.2.5", single),
    ],
    columns: ["multiFactor", "singleFactor", "percentMultiFactor", "accountsSingleFactor"],
    rows: [[2, 1, 66.7, 1]],
  },
  {
    query: "reports/risky-users",
    title: "the newest state of each: one at risk, one that was dismissed",
    records: (at) => [
      riskState(at("08:00"), ann, "atRisk", "low"),
      riskState(at("09:00"), ann, "atRisk", "high"),
      riskState(at("08:00"), bob, "atRisk"),
      riskState(at("09:00"), bob, "dismissed", "none"),
    ],
    columns: ["account", "riskLevel", "riskState"],
    rows: [[ann, "high", "atRisk"]],
  },
  {
    query: "reports/risky-users",
    title: "of one user",
    params: { user: "bob" },
    records: (at) => [riskState(at("08:00"), ann, "atRisk"), riskState(at("08:00"), bob, "confirmedCompromised")],
    columns: ["account", "riskState"],
    rows: [[bob, "confirmedCompromised"]],
  },
  {
    query: "reports/new-applications",
    title: "an application, a consent with a trailing blank; the user of a consent, another activity",
    records: (at) => [
      audit(at("08:00"), "Add application", added("Quiz", "Application")),
      audit(at("08:01"), "Consent to application ", [...added("Quiz"), ...added(ann, "User")]),
      audit(at("08:02"), "Update application", added("Quiz", "Application")),
    ],
    columns: ["application", "activity", "actor"],
    rows: [
      ["Quiz", "Add application", "root@contoso.example"],
      ["Quiz", "Consent to application", "root@contoso.example"],
    ],
  },
  {
    query: "reports/new-applications",
    title: "of one actor and one name",
    params: { user: "root", application: "quiz" },
    records: (at) => [
      audit(at("08:00"), "Add service principal", added("Quiz")),
      audit(at("08:01"), "Add service principal", added("Planner")),
      audit(at("08:02"), "Add service principal", added("Quiz 2"), { initiatedBy: byUser(ann) }),
    ],
    columns: ["application"],
    rows: [["Quiz"]],
  },
  {
    query: "reports/administrator-activity",
    title: "two categories of one day, a failure, an audit without a category",
    records: (at) => [
      audit(at("08:00"), "Update user", [], { category: "UserManagement" }),
      audit(at("08:01"), "Update user", [], { category: "UserManagement", result: "failure" }),
      audit(at("08:02"), "Add member to role", [], { category: "RoleManagement", initiatedBy: byUser(ann) }),
      audit(at("08:03"), "Something", [], { category: "" }),
    ],
    columns: ["category", "changes", "failures", "actors"],
    rows: [
      ["UserManagement", 2, 1, 1],
      ["RoleManagement", 1, 0, 1],
      ["unknown", 1, 0, 1],
    ],
  },
  {
    query: "health/state-of-each-table",
    title: "every table has a line, those without rows too",
    records: (at) => [signIn(at("08:00"), ann), signIn(at("08:00", 3), ann), audit(at("08:00"), "Update user", [])],
    columns: ["table", "rows", "daysWithoutRows"],
    rows: [
      ["signins", 2, 18],
      ["audits", 1, 19],
      ...["activity", "provisioning", "riskdetections", "riskyusers"].map((table) => [table, 0, 20]),
    ],
  },
];
