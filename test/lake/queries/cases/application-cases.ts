import type { QueryCase } from "./query-case.ts";
import { appSignIn, audit, byApp, changed, lagos } from "./records.ts";

const folder = "detections/applications";
const key = (id: string) => `[KeyIdentifier=${id},KeyType=Password,KeyUsage=Verify,DisplayName=name of ${id}]`;
const keys = (...ids: readonly string[]) => JSON.stringify(ids.map(key));
const credentials = (name: string, before: readonly string[], after: readonly string[], type = "Application") => [
  {
    id: `sp-${name}`,
    displayName: name,
    type,
    modifiedProperties: [changed("KeyDescription", keys(...after), keys(...before))],
  },
];
/** Entra's name for the page, with its en dash and its trailing blank. */
const secretsPage = "Update application – Certificates and secrets management ";

const consent = (name: string, isAdmin: boolean, scope: string, more: readonly object[] = []) => [
  {
    id: `sp-${name}`,
    displayName: name,
    type: "ServicePrincipal",
    modifiedProperties: [
      changed("ConsentContext.IsAdminConsent", isAdmin ? '"True"' : '"False"'),
      changed(
        "ConsentAction.Permissions",
        `"[] => [[Id: x, ClientId: y, ConsentType: ${isAdmin ? "AllPrincipals" : "Principal"}, Scope: ${scope}]]; "`,
      ),
      ...more,
    ],
  },
];

const appRole = (resource: string, application: string, role: string | null, id: string) => [
  {
    id: resource,
    displayName: resource,
    type: "ServicePrincipal",
    modifiedProperties: [
      changed("AppRole.Id", `"${id}"`),
      ...(role === null ? [] : [changed("AppRole.Value", `"${role}"`)]),
      changed("ServicePrincipal.ObjectID", `"sp-${application}"`),
      changed("ServicePrincipal.DisplayName", `"${application}"`),
    ],
  },
];

export const applicationCases: readonly QueryCase[] = [
  {
    query: `${folder}/credential-added`,
    title: "added by a person, to a service principal; removed, failed, by expected automation, no key at all",
    params: { expectedActors: ["rotation job"] },
    records: (at) => [
      audit(at("08:00"), secretsPage, credentials("Backup", ["key-1"], ["key-1", "key-2"])),
      audit(at("08:01"), "Add service principal credentials", credentials("Portal", [], ["key-3"], "ServicePrincipal")),
      audit(at("08:02"), secretsPage, credentials("Removed", ["key-1", "key-2"], ["key-1"])),
      audit(at("08:03"), secretsPage, credentials("Failed", [], ["key-4"]), { result: "failure" }),
      audit(at("08:04"), secretsPage, credentials("Rotated", ["key-5"], ["key-6"]), {
        initiatedBy: byApp("Rotation Job"),
      }),
      audit(at("08:05"), "Update application", [
        { id: "a", displayName: "Renamed", modifiedProperties: [changed("DisplayName", '"b"')] },
      ]),
    ],
    columns: ["actor", "application", "newCredentials", "credentialsBefore", "newKeyIds", "keyTypes", "activity"],
    rows: [
      [
        "root@contoso.example",
        "Backup",
        1,
        1,
        "key-2",
        "Password",
        "Update application – Certificates and secrets management",
      ],
      ["root@contoso.example", "Portal", 1, 0, "key-3", "Password", "Add service principal credentials"],
    ],
  },
  {
    query: `${folder}/new-credential-used-from-new-address`,
    title: "a new secret used abroad; a rotation used at home; a new address without a new secret; weeks later",
    records: (at) => [
      ...["Backup", "Archive", "Export", "Late"].map((name) => appSignIn(at("08:00"), name, "192.0.2.5")),
      audit(at("10:00", 1), secretsPage, credentials("Backup", ["key-old"], ["key-old", "key-new"])),
      audit(at("10:00", 1), secretsPage, credentials("Archive", ["key-old"], ["key-old", "key-two"])),
      audit(at("10:00", 1), secretsPage, credentials("Late", ["key-old"], ["key-old", "key-late"])),
      appSignIn(at("11:00", 1), "Backup", "203.0.113.9", {
        servicePrincipalCredentialKeyId: "key-new",
        location: lagos,
      }),
      appSignIn(at("11:00", 1), "Archive", "192.0.2.5", { servicePrincipalCredentialKeyId: "key-two" }),
      appSignIn(at("11:00", 1), "Export", "203.0.113.9"),
      appSignIn(at("11:00", 15), "Late", "203.0.113.9", { servicePrincipalCredentialKeyId: "key-late" }),
    ],
    columns: ["application", "address", "country", "keyIsNamedInChange", "keyId", "addressesBefore", "actor"],
    rows: [["Backup", "203.0.113.9", "NG", true, "key-new", 1, "root@contoso.example"]],
  },
  {
    query: `${folder}/user-consent-to-application`,
    title: "mail for an unknown application; sign-in only; an administrator's; an expected application",
    params: { expectedApps: ["Planner"] },
    records: (at) => [
      audit(at("08:00"), "Consent to application", consent("PDF Viewer", false, "offline_access Mail.Read")),
      audit(at("08:01"), "Consent to application", consent("Quiz", false, "openid profile User.Read")),
      audit(at("08:02"), "Consent to application", consent("Suite", true, "Mail.Read")),
      audit(at("08:03"), "Consent to application", consent("Planner", false, "Files.Read.All")),
    ],
    columns: ["application", "scopes", "servicePrincipalId"],
    rows: [["PDF Viewer", "offline_access Mail.Read", "sp-PDF Viewer"]],
  },
  {
    query: `${folder}/admin-consent-to-application`,
    title: "for everybody; for one person; an approved application; a failure; the collector itself",
    params: { expectedApps: ["Approved"], collectorApps: ["app-collector"] },
    records: (at) => [
      audit(at("08:00"), "Consent to application", consent("Suite", true, "Mail.Read Files.Read.All")),
      audit(at("08:01"), "Consent to application", consent("Quiz", false, "User.Read")),
      audit(at("08:02"), "Consent to application", consent("Approved", true, "Mail.Read")),
      audit(at("08:03"), "Consent to application", consent("Failed", true, "Mail.Read"), { result: "failure" }),
      audit(
        at("08:04"),
        "Consent to application",
        consent("Logs", true, "AuditLog.Read.All", [changed("TargetId.ServicePrincipalNames", '"app-collector"')]),
      ),
    ],
    columns: ["actor", "application", "scopes"],
    rows: [["root@contoso.example", "Suite", "Mail.Read Files.Read.All"]],
  },
  {
    query: `${folder}/high-privilege-app-role`,
    title: "role management by name, full mailbox access by id; reading basic profiles; a delegated grant",
    records: (at) => [
      audit(
        at("08:00"),
        "Add app role assignment to service principal",
        appRole(
          "Microsoft Graph",
          "Backup",
          "RoleManagement.ReadWrite.Directory",
          "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
        ),
      ),
      audit(
        at("08:01"),
        "Add app role assignment to service principal",
        appRole("Office 365 Exchange Online", "Mailer", null, "dc890d15-9560-4a4c-9b7f-a736ec74ec40"),
      ),
      audit(
        at("08:02"),
        "Add app role assignment to service principal",
        appRole("Microsoft Graph", "Phonebook", "User.ReadBasic.All", "97235f07-e226-4f63-ace3-39588e11d3a1"),
      ),
      audit(at("08:03"), "Add delegated permission grant", appRole("Microsoft Graph", "Quiz", "Mail.Read", "x")),
    ],
    columns: ["application", "resource", "role", "servicePrincipalId"],
    rows: [
      ["Backup", "Microsoft Graph", "RoleManagement.ReadWrite.Directory", "sp-Backup"],
      ["Mailer", "Office 365 Exchange Online", null, "sp-Mailer"],
    ],
  },
];
