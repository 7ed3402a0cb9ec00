import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import type { SampleEvent, SampleRecord } from "../../../src/sample-tenant/timeline.ts";
import { field, text } from "./sample.ts";

/** Graph beta's `signIn` (graph.md §1.1), so that nothing in the sample is a name of our own. */
const documentedSignIn = new Set(
  `id createdDateTime appDisplayName appId appOwnerTenantId appliedConditionalAccessPolicies appliedEventListeners agent
  appTokenProtectionStatus authenticationAppDeviceDetails authenticationAppPolicyEvaluationDetails
  authenticationContextClassReferences authenticationDetails authenticationMethodsUsed authenticationProcessingDetails
  authenticationProtocol authenticationRequirement authenticationRequirementPolicies autonomousSystemNumber azureResourceId
  clientAppUsed clientCredentialType clientSessionId conditionalAccessAudiences conditionalAccessStatus correlationId
  crossTenantAccessType deviceDetail federatedCredentialId flaggedForReview globalSecureAccessIpAddress homeTenantId
  homeTenantName incomingTokenType ipAddress ipAddressFromResourceProvider isInteractive isTenantRestricted
  isThroughGlobalSecureAccess location managedServiceIdentity mfaDetail networkLocationDetails originalRequestId
  originalTransferMethod privateLinkDetails processingTimeInMilliseconds resourceDisplayName resourceId
  resourceOwnerTenantId resourceServicePrincipalId resourceTenantId riskDetail riskEventTypes_v2 riskLevelAggregated
  riskLevelDuringSignIn riskState servicePrincipalCredentialKeyId servicePrincipalCredentialThumbprint servicePrincipalId
  servicePrincipalName sessionId sessionLifetimePolicies signInEventTypes signInIdentifier signInIdentifierType
  signInTokenProtectionStatus status tokenIssuerName tokenIssuerType tokenProtectionStatusDetails uniqueTokenIdentifier
  userAgent userDisplayName userId userPrincipalName userType`.split(/\s+/),
);

const golden: Record<string, unknown> = JSON.parse(
  readFileSync(new URL("golden-shapes.json", import.meta.url), "utf8"),
);
const found = new Map<string, SampleRecord>();
const undocumented = new Set<string>();

before(() => {
  for (const event of sampleEvents({ days: 5, users: 60 })) {
    const kind = kindOf(event);
    if (!found.has(kind)) found.set(kind, event.record);
    if (event.table !== "signins") continue;
    for (const name of Object.keys(event.record)) if (!documentedSignIn.has(name)) undocumented.add(name);
  }
});

/** A kind has one shape: the table, and what varies the fields inside it. */
function kindOf({ table, record }: SampleEvent): string {
  if (table === "signins")
    return `signin ${text(record, "signInEventTypes.0")} ${field(record, "status.errorCode") === 0 ? "success" : "failure"}`;
  if (table === "audits") return `audit by ${field(record, "initiatedBy.app") === null ? "user" : "app"}`;
  if (table === "activity") return `activity ${String(field(record, "RecordType"))} ${text(record, "Operation")}`;
  const isPrincipals = "servicePrincipalId" in record || "servicePrincipalType" in record;
  return isPrincipals ? `${table} of a service principal` : table;
}

/** The names in their order, with the JSON type of each value; of a list, its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
  return value === null ? "null" : typeof value;
}

for (const kind of Object.keys(golden))
  test(`${kind} has the shape its API gives it`, () => {
    const record = found.get(kind) ?? assert.fail(`no ${kind} in the sample`);
    const shape = shapeOf(JSON.parse(JSON.stringify(record)));
    assert.equal(JSON.stringify(shape, null, 2), JSON.stringify(golden[kind], null, 2));
  });

test("sign-ins use only names that Graph beta documents", () => {
  assert.deepEqual([...undocumented], []);
});

test("times are written as each API writes them", () => {
  const forms: readonly (readonly [string, string, RegExp])[] = [
    ["signin interactiveUser success", "createdDateTime", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
    ["audit by user", "activityDateTime", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/],
    ["activity 50 MailItemsAccessed", "CreationTime", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/],
  ];
  for (const [kind, name, form] of forms) assert.match(text(found.get(kind) ?? {}, name), form);
});

test("a log-on in the unified audit log has the id of its sign-in", () => {
  const ids = new Set<string>();
  let logons = 0;
  for (const { table, record } of sampleEvents({ days: 2, users: 30 })) {
    if (table === "signins") ids.add(text(record, "id"));
    if (field(record, "RecordType") !== 15) continue;
    logons++;
    assert.ok(ids.has(text(record, "Id")));
    assert.equal(field(record, "Id"), field(record, "IntraSystemId"));
  }
  assert.ok(logons > 20);
});
