import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sources, tableNames } from "../../../src/protocol/tables.ts";
import { isApiShape, toApiShape } from "../../../src/tables/shapes/api-shape.ts";
import { conditionNames } from "../../../src/tables/shapes/conditional-access-conditions.ts";
import { realRecords } from "./real-records.ts";

test("records of Microsoft's APIs stay as they are", () => {
  const record = { id: "1", surprise: [{ a: 1 }] };
  for (const source of sources.filter(isApiShape)) assert.equal(toApiShape("signins", source, record), record);
  assert.deepEqual(
    sources.filter((source) => !isApiShape(source)),
    ["portal-csv", "diagnostic", "log-analytics"],
  );
});

test("a mask of conditions becomes Graph's names, and bits without a name are kept", () => {
  assert.equal(conditionNames(0), "none");
  assert.equal(conditionNames(3), "application,users");
  assert.equal(conditionNames(8 + 65536), "location,insiderRisk");
  assert.equal(conditionNames(1 + 2 ** 20), "application,1048576");
});

test("a diagnostic sign-in has Graph's values, and its envelope's where it lacks them", () => {
  const shaped = toApiShape("signins", "diagnostic", {
    time: "2026-03-01T00:03:11.7062186Z",
    category: "NonInteractiveUserSignInLogs",
    resultType: "50126",
    resultDescription: "Invalid username or password",
    callerIpAddress: "203.0.113.24",
    correlationId: "c1",
    properties: {
      id: "5f0c2f8e",
      createdDateTime: "2026-03-01T00:01:02.1+00:00",
      userType: "Member",
      ipAddressFromResourceProvider: "<null>",
      tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
      appliedConditionalAccessPolicies: [
        {
          id: "p1",
          conditionsSatisfied: 3,
          conditionsNotSatisfied: 0,
          includeRulesSatisfied: [{ conditionalAccessCondition: 1, ruleSatisfied: "allApps" }],
        },
      ],
    },
  });
  assert.deepEqual(shaped, {
    id: "5f0c2f8e",
    createdDateTime: "2026-03-01T00:01:02.1Z",
    signInEventTypes: ["nonInteractiveUser"],
    status: { errorCode: 50126, failureReason: "Invalid username or password" },
    ipAddress: "203.0.113.24",
    correlationId: "c1",
    userType: "member",
    ipAddressFromResourceProvider: null,
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    appliedConditionalAccessPolicies: [
      {
        id: "p1",
        conditionsSatisfied: "application,users",
        conditionsNotSatisfied: "none",
        includeRulesSatisfied: [{ conditionalAccessCondition: "application", ruleSatisfied: "allApps" }],
      },
    ],
  });
});

test("a diagnostic audit loses the text <null> at any depth", () => {
  const shaped = toApiShape("audits", "diagnostic", {
    time: "2026-03-01T00:03:11Z",
    operationName: "Add user",
    properties: { id: "d1", initiatedBy: { user: { ipAddress: "<null>", id: "u1" } }, targetResources: ["<null>"] },
  });
  assert.deepEqual(shaped, {
    id: "d1",
    activityDateTime: "2026-03-01T00:03:11Z",
    activityDisplayName: "Add user",
    initiatedBy: { user: { ipAddress: null, id: "u1" } },
    targetResources: [null],
  });
});

test("a published Log Analytics sign-in becomes Graph's", () => {
  const [record] = realRecords("signinlogs");
  const shaped = toApiShape("signins", "log-analytics", record ?? {});
  const { appliedConditionalAccessPolicies, ...rest } = shaped;
  assert.deepEqual(rest, {
    id: "f05079ed-f820-4531-ab26-498b53af3800",
    createdDateTime: "2020-05-20T18:19:04.000",
    signInEventTypes: ["interactiveUser"],
    userPrincipalName: "ctfuser3@seccxp.ninja",
    userDisplayName: "CTFUser3",
    userId: "acc49186-e946-4f6c-85af-669807da0e0f",
    ipAddress: "24.13.212.221",
    appDisplayName: "Azure Portal",
    appId: "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
    resourceDisplayName: "Windows Azure Service Management API",
    resourceId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    status: { errorCode: 0 },
    location: {
      countryOrRegion: "US",
      geoCoordinates: { longitude: -87.8483123779, latitude: 41.9971809387 },
      state: "Illinois",
      city: "Park Ridge",
    },
    deviceDetail: { operatingSystem: "Windows 10", deviceId: "", browser: "Edge 81.0.416" },
    clientAppUsed: "Browser",
    userAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Safari/537.36 Edg/81.0.416.72",
    isInteractive: true,
    correlationId: "c4b4ea3c-58ff-4e0e-b5b0-d2ea01cce380",
    originalRequestId: "f05079ed-f820-4531-ab26-498b53af3800",
    conditionalAccessStatus: "notApplied",
    authenticationRequirement: "singleFactorAuthentication",
    authenticationRequirementPolicies: [],
    authenticationDetails: [],
    authenticationMethodsUsed: [],
    authenticationProcessingDetails: [],
    mfaDetail: {},
    riskDetail: "none",
    riskLevelAggregated: "none",
    riskLevelDuringSignIn: "none",
    riskState: "none",
    riskEventTypes: [],
    riskEventTypes_v2: [],
    servicePrincipalId: "",
    servicePrincipalName: "",
    tokenIssuerName: "",
    tokenIssuerType: "AzureAD",
    networkLocationDetails: [],
    alternateSignInName: "",
    processingTimeInMilliseconds: 366,
  });
  assert.ok(Array.isArray(appliedConditionalAccessPolicies));
  assert.equal(appliedConditionalAccessPolicies.length, 12);
  assert.deepEqual(appliedConditionalAccessPolicies[0], {
    enforcedSessionControls: ["CloudAppSecurity"],
    conditionsNotSatisfied: "application",
    enforcedGrantControls: [],
    conditionsSatisfied: "none",
    displayName: "MeganB MCAS Proxy",
    result: "notApplied",
    id: "8872f6fb-da88-4b63-bcc7-17247669596b",
  });
});

test("a Log Analytics service principal sign-in has a kind, a status and a place without their columns", () => {
  const shaped = toApiShape("signins", "log-analytics", {
    Type: "AADServicePrincipalSignInLogs",
    Id: "1",
    TimeGenerated: "2026-03-01T00:00:00Z",
    ServicePrincipalId: "sp",
    Identity: "billing-api",
    ResultType: "7000215",
    ResultDescription: "Invalid client secret",
    Location: "CH",
    ResourceId: "/tenants/x/providers/Microsoft.aadiam",
  });
  assert.deepEqual(shaped, {
    id: "1",
    createdDateTime: "2026-03-01T00:00:00Z",
    signInEventTypes: ["servicePrincipal"],
    servicePrincipalId: "sp",
    status: { errorCode: 7000215, failureReason: "Invalid client secret" },
    location: { countryOrRegion: "CH" },
  });
});

test("a published Log Analytics audit has its JSON texts parsed and its operation type renamed", () => {
  const [record] = realRecords("auditlogs");
  const shaped = toApiShape("audits", "log-analytics", record ?? {});
  assert.equal(shaped["activityDisplayName"], "Update application – Certificates and secrets management ");
  assert.equal(shaped["operationType"], "Update");
  assert.deepEqual(shaped["initiatedBy"], {
    user: {
      id: "aead923d-498b-4f64-a66c-2af91447a8b6",
      displayName: null,
      userPrincipalName: "pgustavo@simulandlabs.com",
      ipAddress: null,
      roles: [],
    },
  });
  assert.ok(Array.isArray(shaped["targetResources"]));
});

test("a published OfficeActivity row becomes an audit record with numbers for names", () => {
  const [record] = realRecords("officeactivity");
  const { Folders, OperationProperties, ...rest } = toApiShape("activity", "log-analytics", record ?? {});
  assert.ok(Array.isArray(Folders));
  assert.deepEqual(OperationProperties, [
    { Name: "MailAccessType", Value: "Bind" },
    { Name: "IsThrottled", Value: "False" },
  ]);
  assert.deepEqual(rest, {
    Id: "699e0b10-1c53-403e-976f-ce0847a92b44",
    CreationTime: "2021-08-02T13:32:07Z",
    RecordType: 50,
    Operation: "MailItemsAccessed",
    OrganizationId: "00000000-0000-0000-0000-000000000000",
    UserType: 0,
    UserKey: "100320015858B802",
    Workload: "Exchange",
    ResultStatus: "Succeeded",
    UserId: "pgustavo@simulandlabs.com",
    ExternalAccess: false,
    OriginatingServer: "AB1CD23EF4567 (15.20.4200.000)\r\n",
    OrganizationName: "simulandlabs.onmicrosoft.com",
    LogonType: 0,
    MailboxGuid: "d0c5f8ae-9ed7-4e46-bfdf-ea1460f5a31b",
    MailboxOwnerUPN: "pgustavo@simulandlabs.com",
    MailboxOwnerSid: "S-1-5-21-1825954961-3338807533-2873504967-26087451",
    LogonUserSid: "S-1-5-21-1825954961-3338807533-2873504967-26087451",
    ClientInfoString: "Client=REST;;",
    ClientIPAddress: "1.2.3.4",
    AppId: "00000003-0000-0000-c000-000000000000",
    ClientAppId: "5a95e683-08ad-424e-a441-1d1aec52c02c",
  });
});

test("no record of any source makes toApiShape throw", () => {
  const records = realRecords("signinlogs").slice(0, 1);
  const keys = [...new Set(records.flatMap((record) => Object.keys(record))), "properties", "RecordType", "Location"];
  const anything = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
  fc.assert(
    fc.property(fc.constantFrom(...tableNames), fc.constantFrom(...sources), anything, (table, source, record) => {
      assert.equal(typeof toApiShape(table, source, record), "object");
    }),
  );
});
