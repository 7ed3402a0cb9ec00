import type { QueryCase } from "./query-case.ts";
import { activity, audit, byUser, failedSignIn, signIn } from "./records.ts";

const user = (name: string) => [
  { id: name, type: "User", userPrincipalName: `${name}@contoso.example`, modifiedProperties: [] },
];

export const huntingCases: readonly QueryCase[] = [
  {
    query: "hunting/timeline-of-an-account",
    title: "what an account did and what was done to it, in three tables; another account",
    params: { account: "Ann@contoso.example" },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example"),
      audit(at("08:01"), "Reset user password", user("ann")),
      activity(at("08:02"), "Send", "ann@contoso.example", { ResultStatus: "Succeeded", ObjectId: "mail" }),
      signIn(at("08:03"), "bob@contoso.example"),
    ],
    columns: ["operation", "part", "outcome", "table"],
    rows: [
      ["Send", "did", "success", "activity"],
      ["Reset user password", "was done to", "success", "audits"],
      ["Sign-in", "did", "success", "signins"],
    ],
  },
  {
    query: "hunting/timeline-of-an-address",
    title: "one address",
    params: { address: "203.0.113.9" },
    records: (at) => [
      failedSignIn(at("08:00"), "ann@contoso.example", 50126, { ipAddress: "203.0.113.9" }),
      audit(at("08:01"), "Update user", user("ann"), { initiatedBy: byUser("bob@contoso.example", "203.0.113.9") }),
      signIn(at("08:02"), "ann@contoso.example", { ipAddress: "203.0.113.90" }),
    ],
    columns: ["actor", "operation", "outcome"],
    rows: [
      ["bob@contoso.example", "Update user", "success"],
      ["ann@contoso.example", "Sign-in", "failure"],
    ],
  },
  {
    query: "hunting/timeline-of-an-address",
    title: "a network, with addresses of both kinds, none and text that is no address",
    params: { address: "2001:db8:9::/48" },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { ipAddress: "2001:db8:9::17" }),
      signIn(at("08:01"), "bob@contoso.example", { ipAddress: "203.0.113.9" }),
      signIn(at("08:02"), "cid@contoso.example", { ipAddress: "unknown" }),
      signIn(at("08:03"), "dan@contoso.example", { ipAddress: "" }),
    ],
    columns: ["actor", "address"],
    rows: [["ann@contoso.example", "2001:db8:9::17"]],
  },
  {
    query: "hunting/timeline-of-a-session",
    title: "a sign-in, work in its session and work with its token; other sessions",
    params: { session: "session-1" },
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { sessionId: "session-1", uniqueTokenIdentifier: "token-1" }),
      activity(at("08:01"), "Send", "ann@contoso.example", { SessionId: "session-1" }),
      activity(at("08:02"), "FileDownloaded", "ann@contoso.example", {
        AppAccessContext: { UniqueTokenId: "token-1" },
      }),
      signIn(at("08:03"), "ann@contoso.example", { sessionId: "session-2", uniqueTokenIdentifier: "token-2" }),
      activity(at("08:04"), "Send", "bob@contoso.example"),
    ],
    columns: ["operation", "linkedBy"],
    rows: [
      ["Sign-in", "session"],
      ["Send", "session"],
      ["FileDownloaded", "token"],
    ],
  },
  {
    query: "hunting/changes-to-sign-in-methods",
    title: "a registration and a reset; a new telephone number",
    records: (at) => [
      audit(at("08:00"), "User registered security info", user("ann"), { resultReason: "Authenticator" }),
      audit(at("08:01"), "Reset user password", user("bob")),
      audit(at("08:02"), "Update user", user("cid")),
    ],
    columns: ["account", "activity", "detail"],
    rows: [
      ["bob@contoso.example", "Reset user password", ""],
      ["ann@contoso.example", "User registered security info", "Authenticator"],
    ],
  },
  {
    query: "hunting/first-use-of-an-application",
    title: "an application after a week; one that was always there; one that never got in",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example"),
      signIn(at("08:00", 9), "ann@contoso.example"),
      signIn(at("08:00", 9), "ann@contoso.example", { appId: "app-pdf", appDisplayName: "PDF Viewer" }),
      failedSignIn(at("08:00", 9), "ann@contoso.example", 65004, { appId: "app-quiz", appDisplayName: "Quiz" }),
    ],
    columns: ["application", "account", "signIns"],
    rows: [["PDF Viewer", "ann@contoso.example", 1]],
  },
  {
    query: "hunting/new-directory-activities",
    title: "a kind of change after two weeks; one that is repeated",
    records: (at) => [
      audit(at("08:00"), "Update user", user("ann")),
      audit(at("08:00", 16), "Update user ", user("ann")),
      audit(at("08:00", 16), "Set federation settings on domain", []),
    ],
    columns: ["activity", "actor", "occurrences"],
    rows: [["Set federation settings on domain", "root@contoso.example", 1]],
  },
];
