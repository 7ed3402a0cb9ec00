import { list, struct } from "./column.ts";

/** Where an address is, as Microsoft guesses it; shared by sign-ins and risk detections. */
export const signInLocation = struct({
  city: "varchar",
  state: "varchar",
  countryOrRegion: "varchar",
  geoCoordinates: struct({ altitude: "double", latitude: "double", longitude: "double" }),
});

export const signInStatus = struct({ errorCode: "integer", failureReason: "varchar", additionalDetails: "varchar" });

export const deviceDetail = struct({
  deviceId: "varchar",
  displayName: "varchar",
  operatingSystem: "varchar",
  browser: "varchar",
  browserId: "varchar",
  isCompliant: "boolean",
  isManaged: "boolean",
  trustType: "varchar",
});

const ruleSatisfied = struct({ conditionalAccessCondition: "varchar", ruleSatisfied: "varchar" });

export const appliedConditionalAccessPolicy = struct({
  id: "varchar",
  displayName: "varchar",
  result: "varchar",
  enforcedGrantControls: list("varchar"),
  enforcedSessionControls: list("varchar"),
  sessionControlsNotSatisfied: list("varchar"),
  conditionsSatisfied: "varchar",
  conditionsNotSatisfied: "varchar",
  includeRulesSatisfied: list(ruleSatisfied),
  excludeRulesSatisfied: list(ruleSatisfied),
  authenticationStrength: struct({
    authenticationStrengthId: "varchar",
    displayName: "varchar",
    authenticationStrengthResult: "varchar",
  }),
});

export const authenticationDetail = struct({
  authenticationStepDateTime: "timestamp",
  authenticationMethod: "varchar",
  authenticationMethodDetail: "varchar",
  succeeded: "boolean",
  authenticationStepResultDetail: "varchar",
  authenticationStepRequirement: "varchar",
});

export const authenticationAppPolicyDetails = struct({
  policyName: "varchar",
  status: "varchar",
  adminConfiguration: "varchar",
  authenticationEvaluation: "varchar",
});

export const authenticationAppDeviceDetails = struct({
  deviceId: "varchar",
  operatingSystem: "varchar",
  clientApp: "varchar",
  appVersion: "varchar",
});

export const managedIdentity = struct({
  msiType: "varchar",
  associatedResourceId: "varchar",
  federatedTokenId: "varchar",
  federatedTokenIssuer: "varchar",
});

export const privateLinkDetails = struct({
  policyId: "varchar",
  policyName: "varchar",
  policyTenantId: "varchar",
  resourceId: "varchar",
});

export const agentSignIn = struct({
  agentType: "varchar",
  parentAppId: "varchar",
  agentSubjectType: "varchar",
  agentSubjectParentId: "varchar",
});

/** The name and value pairs Graph calls keyValue. */
export const keyValue = struct({ key: "varchar", value: "varchar" });
