import type { QueryCase } from "./query-case.ts";
import { activity, audit, byUser, changed, failedSignIn, lagos, signIn } from "./records.ts";

const ann = "ann@contoso.example";
const bob = "bob@contoso.example";
const app = "22222222-2222-4222-8222-222222222222";
const principal = "33333333-3333-4333-8333-333333333333";

const servicePrincipal = (id: string, properties: readonly ReturnType<typeof changed>[] = []) => ({
  id,
  type: "ServicePrincipal",
  displayName: "Viewer",
  modifiedProperties: properties,
});

/** The questions that are asked about an account, an address or an application. */
export const questionCases: readonly QueryCase[] = [
  {
    query: "hunting/sessions-of-an-account",
    title: "a stolen session with what was done in it, an ordinary one, sign-ins without any; another account",
    params: { account: "Ann@contoso.example" },
    records: (at) => [
      signIn(at("08:00"), ann, { sessionId: "stolen" }),
      signIn(at("08:10"), ann, { sessionId: "stolen", autonomousSystemNumber: 64500, location: lagos }),
      activity(at("08:20"), "MailItemsAccessed", ann, { SessionId: "stolen" }),
      activity(at("08:21"), "New-InboxRule", ann, { SessionId: "stolen" }),
      signIn(at("09:00"), ann, { sessionId: "own" }),
      failedSignIn(at("10:00"), ann, 50126, { sessionId: null }),
      failedSignIn(at("10:01"), ann, 50126, { sessionId: "" }),
      signIn(at("11:00"), bob, { sessionId: "other" }),
    ],
    columns: ["sessionId", "signIns", "successes", "networks", "countries", "activityOperations"],
    rows: [
      ["stolen", 2, 2, 2, "CH, NG", "MailItemsAccessed, New-InboxRule"],
      ["own", 1, 1, 1, "CH", null],
      [null, 2, 0, 1, "CH", null],
    ],
  },
  {
    query: "hunting/accounts-of-an-address",
    title: "a spray by an address in two spellings, with the account that got in first; a neighbour",
    params: { address: "2001:db8:9::7" },
    records: (at) => [
      failedSignIn(at("08:00"), ann, 50126, { ipAddress: "2001:db8:9::7" }),
      failedSignIn(at("08:01"), bob, 50126, { ipAddress: "2001:db8:9::7" }),
      signIn(at("08:02"), bob, { ipAddress: "2001:0db8:9:0::7" }),
      signIn(at("08:03"), ann, { ipAddress: "2001:db8:9::70" }),
      signIn(at("08:04"), ann, { ipAddress: "" }),
    ],
    columns: ["account", "successes", "failures", "errorCodes"],
    rows: [
      [bob, 1, 1, "0, 50126"],
      [ann, 0, 1, 50126],
    ],
  },
  {
    query: "hunting/accounts-of-an-application",
    title: "by its id in any case, not by its name",
    params: { application: app.toUpperCase() },
    records: (at) => [
      signIn(at("08:00"), ann, { appId: app, appDisplayName: "Viewer" }),
      failedSignIn(at("08:01"), ann, 65001, { appId: app, appDisplayName: "Viewer", location: lagos }),
      signIn(at("08:02"), bob, { appId: "other", appDisplayName: "Viewer" }),
    ],
    columns: ["account", "signIns", "successes", "countries"],
    rows: [[ann, 2, 1, "CH, NG"]],
  },
  {
    query: "hunting/consents-to-an-application",
    title: "the consent and the grant of the principal that the audits made; another application of its name",
    params: { application: app },
    records: (at) => [
      audit(
        at("08:00"),
        "Add service principal",
        [servicePrincipal(principal, [changed("AppPrincipalId", `"${app}"`)])],
        { initiatedBy: byUser(ann) },
      ),
      audit(
        at("08:01"),
        "Consent to application",
        [servicePrincipal(principal, [changed("ConsentContext.IsAdminConsent", '"False"')])],
        { initiatedBy: byUser(ann) },
      ),
      audit(
        at("08:02"),
        "Add delegated permission grant",
        [servicePrincipal(principal, [changed("DelegatedPermissionGrant.Scope", '"Mail.Read"')])],
        { initiatedBy: byUser(ann) },
      ),
      audit(at("08:03"), "Consent to application", [servicePrincipal("other")], { initiatedBy: byUser(bob) }),
      audit(at("08:04"), "Update service principal", [servicePrincipal(principal)]),
    ],
    columns: ["operation", "account", "isAdminConsent", "permissions"],
    rows: [
      ["Add service principal", ann, null, null],
      ["Consent to application", ann, '"False"', null],
      ["Add delegated permission grant", ann, null, '"Mail.Read"'],
    ],
  },
];
