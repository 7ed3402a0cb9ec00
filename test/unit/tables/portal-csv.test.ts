import assert from "node:assert/strict";
import { test } from "node:test";
import { toApiShape } from "../../../src/tables/shapes/api-shape.ts";

test("a portal sign-in has typed values under Graph's names", () => {
  const shaped = toApiShape("signins", "portal-csv", {
    "Date (UTC)": "2025-12-04T08:19:41Z",
    "Request ID": "r1",
    "User agent": "Mozilla/5.0",
    "User ID": "u1",
    User: "Mira Haas",
    Username: "mira.haas@contoso.example",
    "User type": "Member",
    "Cross tenant access type": "B2B collaboration",
    "Incoming token type": "Primary Refresh Token",
    "Incoming token type (2)": "Primary Refresh Token",
    "Authentication Protocol": "Device code",
    "Original transfer method": "Device code flow",
    "Client credential type": "None",
    "Token Protection - Sign In Session": "Unbound",
    "Token Protection - Sign In Session StatusCode": "1002",
    Application: "Microsoft Teams",
    "Application ID": "a1",
    "Resource ID": "00000003-0000-0000-c000-000000000000",
    "IP address": "203.0.113.24",
    Location: "Zürich, Zürich, CH",
    Status: "Failure",
    "Sign-in error code": "50126",
    "Failure reason": "Invalid username or password.",
    Compliant: "Yes",
    Managed: "False",
    "Join Type": "Azure AD joined",
    "Authentication requirement": "Multifactor authentication",
    "Autonomous system number": "64500",
    "Through Global Secure Access": "No",
    Latency: "92",
    "Conditional Access": "Not Applied",
    "Token issuer type": "Azure AD",
    "Managed Identity type": "None",
    "Device ID": "",
  });
  assert.deepEqual(shaped, {
    id: "r1",
    createdDateTime: "2025-12-04T08:19:41Z",
    userAgent: "Mozilla/5.0",
    userId: "u1",
    userDisplayName: "Mira Haas",
    userPrincipalName: "mira.haas@contoso.example",
    userType: "member",
    crossTenantAccessType: "b2bCollaboration",
    incomingTokenType: "primaryRefreshToken",
    authenticationProtocol: "deviceCode",
    originalTransferMethod: "deviceCodeFlow",
    clientCredentialType: "none",
    signInTokenProtectionStatus: "unbound",
    tokenProtectionStatusDetails: { signInSessionStatus: "unbound", signInSessionStatusCode: 1002 },
    appDisplayName: "Microsoft Teams",
    appId: "a1",
    resourceId: "00000003-0000-0000-c000-000000000000",
    ipAddress: "203.0.113.24",
    location: { city: "Zürich", state: "Zürich", countryOrRegion: "CH" },
    status: { errorCode: 50126, failureReason: "Invalid username or password." },
    deviceDetail: { isCompliant: true, isManaged: false, trustType: "Azure AD joined" },
    authenticationRequirement: "multiFactorAuthentication",
    autonomousSystemNumber: 64500,
    isThroughGlobalSecureAccess: false,
    processingTimeInMilliseconds: 92,
    conditionalAccessStatus: "notApplied",
    tokenIssuerType: "AzureAD",
    managedServiceIdentity: { msiType: "none" },
  });
});

test("applications and managed identities tell their kind by their columns", () => {
  const kind = (row: Record<string, string>): unknown => toApiShape("signins", "portal-csv", row)["signInEventTypes"];
  assert.deepEqual(kind({ "Service principal name": "x", "Credential key ID": "" }), ["servicePrincipal"]);
  assert.deepEqual(kind({ "Service principal name": "x" }), ["managedIdentity"]);
  assert.deepEqual(kind({ "Managed Identity type": "System assigned" }), ["managedIdentity"]);
  assert.equal(kind({ Username: "x" }), undefined);
});

test("a successful sign-in has code 0 also where the column says None", () => {
  const status = (row: Record<string, string>): unknown => toApiShape("signins", "portal-csv", row)["status"];
  assert.deepEqual(status({ Status: "Success", "Sign-in error code": "None" }), { errorCode: 0 });
  assert.equal(status({ Status: "Failure", "Sign-in error code": "" }), undefined);
});

test("an audit's numbered columns fold into targets and details", () => {
  const shaped = toApiShape("audits", "portal-csv", {
    "Date (UTC)": "2025-12-04T08:19:41Z",
    CorrelationId: "c1",
    Service: "Core Directory",
    Activity: "Add member to role",
    Result: "Success",
    ActorType: "User",
    ActorUserPrincipalName: "mira.haas@contoso.example",
    IPAddress: "<null>",
    Target1Type: "User",
    Target1ObjectId: "t1",
    Target1ModifiedProperty1Name: "Role.DisplayName",
    Target1ModifiedProperty1OldValue: "",
    Target1ModifiedProperty1NewValue: '"Global Administrator"',
    Target2Type: "Role",
    Target2DisplayName: "",
    AdditionalDetail1Key: "User-Agent",
    AdditionalDetail1Value: "curl",
    AdditionalDetail2Key: "",
  });
  assert.deepEqual(shaped, {
    activityDateTime: "2025-12-04T08:19:41Z",
    correlationId: "c1",
    loggedByService: "Core Directory",
    activityDisplayName: "Add member to role",
    result: "success",
    initiatedBy: { user: { userPrincipalName: "mira.haas@contoso.example" } },
    targetResources: [
      {
        id: "t1",
        type: "User",
        modifiedProperties: [{ displayName: "Role.DisplayName", newValue: '"Global Administrator"' }],
      },
      { type: "Role" },
    ],
    additionalDetails: [{ key: "User-Agent", value: "curl" }],
  });
});

test("a risk download is understood by the portal's headers and by Graph's names", () => {
  const expected = {
    id: "r1",
    activityDateTime: "2025-12-04T08:19:41Z",
    riskEventType: "anonymizedIPAddress",
    userPrincipalName: "mira.haas@contoso.example",
    ipAddress: "203.0.113.24",
    location: { city: "Zürich", countryOrRegion: "CH" },
  };
  const portal = {
    "Detection ID": "r1",
    "Activity time (UTC)": "2025-12-04T08:19:41Z",
    "Detection type": "anonymizedIPAddress",
    Username: "mira.haas@contoso.example",
    "IP address": "203.0.113.24",
    Location: "Zürich, CH",
  };
  assert.deepEqual(toApiShape("riskdetections", "portal-csv", portal), expected);
  const graph = {
    Id: "r1",
    ActivityDateTime: "2025-12-04T08:19:41Z",
    RiskEventType: "anonymizedIPAddress",
    UserPrincipalName: "mira.haas@contoso.example",
    IpAddress: "203.0.113.24",
    Location: "Zürich, CH",
  };
  assert.deepEqual(toApiShape("riskdetections", "portal-csv", graph), expected);
});
