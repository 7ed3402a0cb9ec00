import type { QueryCase } from "./query-case.ts";
import { appSignIn, failedSignIn, lagos, signIn } from "./records.ts";

export const reportCases: readonly QueryCase[] = [
  {
    query: "reports/sign-ins-by-country-and-application",
    title: "two countries, one unknown place, all outcomes; an application's own sign-in",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example"),
      signIn(at("08:01"), "bob@contoso.example"),
      failedSignIn(at("08:02"), "bob@contoso.example", 50126),
      failedSignIn(at("08:03"), "ann@contoso.example", 50140),
      failedSignIn(at("08:04"), "ann@contoso.example", 50126, { location: lagos }),
      signIn(at("08:05"), "ann@contoso.example", { location: { city: "", countryOrRegion: "" } }),
      appSignIn(at("08:06"), "Backup", "192.0.2.5"),
    ],
    columns: ["country", "signIns", "successes", "failures", "interrupted", "accounts"],
    rows: [
      ["CH", 4, 2, 1, 1, 2],
      ["NG", 1, 0, 1, 0, 1],
      ["unknown", 1, 1, 0, 0, 1],
    ],
  },
  {
    query: "reports/failures-by-error-code",
    title: "failures of people and applications; interruptions and successes",
    records: (at) => [
      failedSignIn(at("08:00"), "ann@contoso.example", 50126),
      failedSignIn(at("08:01"), "bob@contoso.example", 50126),
      failedSignIn(at("08:02"), "bob@contoso.example", 53003),
      appSignIn(at("08:03"), "Backup", "192.0.2.5", { status: { errorCode: 7000215, failureReason: "Secret" } }),
      ...[50140, 50074, 50076].map((code) => failedSignIn(at("08:04"), "ann@contoso.example", code)),
      signIn(at("08:05"), "ann@contoso.example"),
    ],
    columns: ["errorCode", "failures", "accounts"],
    rows: [
      [50126, 2, 2],
      [53003, 1, 1],
      [7000215, 1, 1],
    ],
  },
  {
    query: "reports/accounts-with-most-failures",
    title: "the two with most failures of three; many interruptions",
    params: { accounts: 2 },
    records: (at) => [
      ...[1, 2, 3].map((minute) => failedSignIn(at(`08:0${minute}`), "ann@contoso.example", 50126)),
      ...[1, 2].map((minute) => failedSignIn(at(`08:0${minute}`), "bob@contoso.example", 50053)),
      failedSignIn(at("08:04"), "ann@contoso.example", 53003),
      failedSignIn(at("08:01"), "cid@contoso.example", 50126),
      ...[1, 2, 3, 4, 5].map((minute) => failedSignIn(at(`08:0${minute}`), "dan@contoso.example", 50074)),
    ],
    columns: ["account", "failures", "errorCodes"],
    rows: [
      ["ann@contoso.example", 4, "50126, 53003"],
      ["bob@contoso.example", 2, 50053],
    ],
  },
  {
    query: "reports/legacy-authentication-use",
    title: "two protocols, let in and blocked; modern clients",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { clientAppUsed: "IMAP4" }),
      failedSignIn(at("08:01"), "ann@contoso.example", 53003, { clientAppUsed: "IMAP4" }),
      failedSignIn(at("08:02"), "bob@contoso.example", 53003, { clientAppUsed: "Authenticated SMTP" }),
      signIn(at("08:03"), "bob@contoso.example"),
      signIn(at("08:04"), "bob@contoso.example", { clientAppUsed: "Mobile Apps and Desktop clients" }),
    ],
    columns: ["client", "account", "signIns", "successes", "failures"],
    rows: [
      ["IMAP4", "ann@contoso.example", 2, 1, 1],
      ["Authenticated SMTP", "bob@contoso.example", 1, 0, 1],
    ],
  },
  {
    query: "reports/conditional-access-results",
    title: "a policy satisfied and blocking, one in report-only; sign-ins without policies",
    records: (at) => {
      const policies = (mfa: string, device: string) => ({
        appliedConditionalAccessPolicies: [
          { id: "1", displayName: "Require MFA", result: mfa, enforcedGrantControls: ["Mfa"] },
          { id: "2", displayName: "Require device", result: device },
        ],
      });
      return [
        signIn(at("08:00"), "ann@contoso.example", policies("success", "reportOnlySuccess")),
        failedSignIn(at("08:01"), "bob@contoso.example", 53003, policies("failure", "reportOnlyFailure")),
        signIn(at("08:02"), "cid@contoso.example", policies("notApplied", "reportOnlyInterrupted")),
        signIn(at("08:03"), "dan@contoso.example", { appliedConditionalAccessPolicies: [] }),
      ];
    },
    columns: ["policy", "evaluated", "satisfied", "blocked", "notApplied", "reportOnlyBlocked", "accountsBlocked"],
    rows: [
      ["Require MFA", 3, 1, 1, 1, 0, 1],
      ["Require device", 3, 0, 0, 0, 2, 0],
    ],
  },
  {
    query: "reports/applications-without-mfa",
    title: "one factor in one of three sign-ins; an application with MFA only; a failure",
    records: (at) => {
      const single = { authenticationRequirement: "singleFactorAuthentication" };
      return [
        signIn(at("08:00"), "ann@contoso.example", single),
        signIn(at("08:01"), "bob@contoso.example"),
        signIn(at("08:02"), "cid@contoso.example"),
        failedSignIn(at("08:03"), "dan@contoso.example", 50126, single),
        signIn(at("08:04"), "ann@contoso.example", { appId: "app-teams", appDisplayName: "Teams" }),
      ];
    },
    columns: ["application", "singleFactor", "signIns", "percent", "someAccounts"],
    rows: [["OfficeHome", 1, 3, 33.3, "ann@contoso.example"]],
  },
];
