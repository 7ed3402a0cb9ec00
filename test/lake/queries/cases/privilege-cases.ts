import type { QueryCase } from "./query-case.ts";
import { activity, audit, byApp, changed, parameters } from "./records.ts";

const folder = "detections/privilege-and-policy";
const member = (name: string, role: string) => [
  {
    id: name,
    type: "User",
    userPrincipalName: `${name}@contoso.example`,
    modifiedProperties: [changed("Role.DisplayName", `"${role}"`)],
  },
];
const policy = (name: string, before: object | null, after: object | null) => [
  {
    id: `policy-${name}`,
    displayName: name,
    type: "Policy",
    modifiedProperties: [
      changed("ConditionalAccessPolicy", after && JSON.stringify(after), before && JSON.stringify(before)),
    ],
  },
];

export const privilegeCases: readonly QueryCase[] = [
  {
    query: `${folder}/role-assigned-outside-pim`,
    title: "a direct membership and PIM's word for one; an activation, PIM's own write, a group, a failure",
    records: (at) => [
      audit(at("08:00"), "Add member to role", member("ann", "Global Administrator")),
      audit(
        at("08:01"),
        "Add member to role outside of PIM (permanent)",
        [
          { id: "r", displayName: "Helpdesk Administrator", type: "Role" },
          { id: "bob", type: "User", userPrincipalName: "bob@contoso.example" },
        ],
        { loggedByService: "PIM" },
      ),
      audit(at("08:02"), "Add member to role completed (PIM activation)", member("cid", "Global Reader"), {
        loggedByService: "PIM",
      }),
      audit(at("08:03"), "Add member to role", member("dan", "Global Reader"), { initiatedBy: byApp("MS-PIM") }),
      audit(at("08:04"), "Add member to group", member("eve", "")),
      audit(at("08:05"), "Add member to role", member("fay", "Global Administrator"), { result: "failure" }),
    ],
    columns: ["account", "role", "actor"],
    rows: [
      ["ann@contoso.example", "Global Administrator", "root@contoso.example"],
      ["bob@contoso.example", "Helpdesk Administrator", "root@contoso.example"],
    ],
  },
  {
    query: `${folder}/conditional-access-changed`,
    title: "a policy switched off, a location deleted; another kind of policy; an expected actor",
    params: { expectedActors: ["policy pipeline"] },
    records: (at) => [
      audit(
        at("08:00"),
        "Update conditional access policy",
        policy("Require MFA", { state: "enabled" }, { state: "disabled" }),
      ),
      audit(at("08:01"), "Delete named location", policy("Offices", { path: "x" }, null)),
      audit(at("08:02"), "Update policy", policy("Token lifetime", { state: "a" }, { state: "b" })),
      audit(at("08:03"), "Update conditional access policy", policy("Managed", {}, {}), {
        initiatedBy: byApp("Policy Pipeline"),
      }),
    ],
    columns: ["activity", "policy", "stateBefore", "stateAfter"],
    rows: [
      ["Update conditional access policy", "Require MFA", "enabled", "disabled"],
      ["Delete named location", "Offices", null, null],
    ],
  },
  {
    query: `${folder}/domain-federation-changed`,
    title: "federated; company information changed",
    records: (at) => [
      audit(at("08:00"), "Set federation settings on domain.", [
        {
          id: "d",
          displayName: "contoso.example",
          type: "Other",
          modifiedProperties: [changed("IssuerUri", '"evil"', '"good"')],
        },
      ]),
      audit(at("08:01"), "Set company information", [{ id: "d", displayName: "Contoso", type: "Other" }]),
    ],
    columns: ["domain", "activity", "changes"],
    rows: [["contoso.example", "Set federation settings on domain.", 'IssuerUri: "good" -> "evil"']],
  },
  {
    query: `${folder}/auditing-switched-off`,
    title: "the log and a mailbox switched off; switched on; another setting",
    records: (at) => [
      activity(
        at("08:00"),
        "Set-AdminAuditLogConfig",
        "ann@contoso.example",
        parameters({ UnifiedAuditLogIngestionEnabled: "False" }),
      ),
      activity(at("08:01"), "Set-MailboxAuditBypassAssociation", "ann@contoso.example", {
        ObjectId: "bob",
        ...parameters({ Identity: "bob", AuditBypassEnabled: "True" }),
      }),
      activity(
        at("08:02"),
        "Set-AdminAuditLogConfig",
        "cid@contoso.example",
        parameters({ UnifiedAuditLogIngestionEnabled: "True" }),
      ),
      activity(at("08:03"), "Set-Mailbox", "cid@contoso.example", parameters({ ProhibitSendQuota: "5GB" })),
    ],
    columns: ["actor", "operation", "settings"],
    rows: [
      ["ann@contoso.example", "Set-AdminAuditLogConfig", "UnifiedAuditLogIngestionEnabled=False"],
      ["ann@contoso.example", "Set-MailboxAuditBypassAssociation", "Identity=bob; AuditBypassEnabled=True"],
    ],
  },
];
