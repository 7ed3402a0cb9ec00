import { graphSeconds } from "../instants.ts";
import type { Random } from "../random.ts";
import { sampleTenantId } from "../tenant.ts";
import type { SampleRecord } from "../timeline.ts";
import type { AppUse } from "../world/applications.ts";
import { type PolicyOutcome, policyEvaluations } from "../world/conditional-access.ts";
import type { Device } from "../world/devices.ts";
import type { Account } from "../world/people.ts";
import type { Network } from "../world/places.ts";
import type { SignInError } from "./sign-in-errors.ts";

/** How far the user got in proving who they are. */
export type Proof =
  | "wrongPassword"
  | "password"
  | "mfaPending"
  | "mfaDeclined"
  | "mfaIgnored"
  | "passwordAndMfa"
  | "windowsHello"
  | "claim";

/** What Identity Protection thought of a sign-in. */
export interface SignInRisk {
  readonly level: "low" | "medium" | "high";
  readonly state: "atRisk" | "remediated";
  readonly types: readonly string[];
}

/** Everything that distinguishes one user sign-in from another. */
export interface UserSignIn {
  readonly id: string;
  readonly time: number;
  readonly account: Account;
  readonly use: AppUse;
  readonly network: Network;
  readonly device: Device;
  readonly userAgent: string;
  readonly clientAppUsed: string;
  readonly isInteractive: boolean;
  readonly error: SignInError;
  readonly proof: Proof;
  readonly policy: PolicyOutcome;
  readonly correlationId: string;
  /** The browser or device session that ties interactive and non-interactive sign-ins together. */
  readonly sessionId: string | null;
  readonly uniqueTokenIdentifier: string;
  readonly mfaMethod: string;
  readonly authenticationProtocol?: string;
  readonly incomingTokenType?: string;
  readonly originalTransferMethod?: string;
  readonly risk?: SignInRisk | undefined;
}

const additionalDetails: Readonly<Record<Proof, string | null>> = {
  wrongPassword: null,
  password: null,
  mfaPending: null,
  mfaDeclined: "MFA denied; user declined the authentication",
  mfaIgnored: "MFA denied; user did not respond to mobile app notification",
  passwordAndMfa: "MFA completed in Azure AD",
  windowsHello: "MFA requirement satisfied by strong authentication",
  claim: "MFA requirement satisfied by claim in the token",
};

/** A sign-in of a user as `GET /beta/auditLogs/signIns` returns it (graph.md §1.1). */
export function userSignInRecord(signIn: UserSignIn, random: Random): SampleRecord {
  const { account, network, device, error, proof, risk } = signIn;
  const { app, resource } = signIn.use;
  const time = graphSeconds(signIn.time);
  const evaluation = policyEvaluations[signIn.policy];
  const isGuest = account.userType === "guest";
  const isSingleFactor = proof === "wrongPassword" || proof === "password";
  return {
    id: signIn.id,
    createdDateTime: time,
    userDisplayName: account.displayName,
    userPrincipalName: account.userPrincipalName,
    userId: account.id,
    userType: account.userType,
    appId: app.appId,
    appDisplayName: app.displayName,
    ipAddress: network.ipAddress,
    ipAddressFromResourceProvider: null,
    clientAppUsed: signIn.clientAppUsed,
    userAgent: signIn.userAgent,
    correlationId: signIn.correlationId,
    originalRequestId: signIn.id,
    conditionalAccessStatus: evaluation.status,
    isInteractive: signIn.isInteractive,
    signInEventTypes: [signIn.isInteractive ? "interactiveUser" : "nonInteractiveUser"],
    tokenIssuerType: "AzureAD",
    incomingTokenType: signIn.incomingTokenType ?? "none",
    authenticationProtocol: signIn.authenticationProtocol ?? "none",
    originalTransferMethod: signIn.originalTransferMethod ?? "none",
    authenticationRequirement: isSingleFactor ? "singleFactorAuthentication" : "multiFactorAuthentication",
    processingTimeInMilliseconds: 60 + random.below(400),
    autonomousSystemNumber: network.autonomousSystemNumber,
    uniqueTokenIdentifier: signIn.uniqueTokenIdentifier,
    sessionId: signIn.sessionId,
    crossTenantAccessType: isGuest ? "b2bCollaboration" : "none",
    homeTenantId: account.homeTenantId,
    resourceTenantId: sampleTenantId,
    resourceId: resource.appId,
    resourceDisplayName: resource.displayName,
    servicePrincipalId: "",
    clientCredentialType: "none",
    riskDetail: risk?.state === "remediated" ? "userPassedMFADrivenByRiskBasedPolicy" : "none",
    riskLevelAggregated: risk?.level ?? "none",
    riskLevelDuringSignIn: risk?.level ?? "none",
    riskState: risk?.state ?? "none",
    riskEventTypes_v2: risk?.types ?? [],
    status: {
      errorCode: error.errorCode,
      failureReason: error.failureReason,
      additionalDetails: additionalDetails[proof],
    },
    deviceDetail: device.detail,
    location: network.location,
    appliedConditionalAccessPolicies: evaluation.policies,
    authenticationDetails: signIn.isInteractive ? steps(signIn, time) : [],
    authenticationProcessingDetails: signIn.isInteractive ? [{ key: "Is CAE Token", value: "False" }] : [],
    networkLocationDetails:
      network.namedLocation === undefined
        ? []
        : [{ networkType: "trustedNamedLocation", networkNames: [network.namedLocation] }],
    authenticationRequirementPolicies: [],
    sessionLifetimePolicies: [],
  };
}

function steps(signIn: UserSignIn, time: string): readonly SampleRecord[] {
  const password = (succeeded: boolean, detail: string) =>
    step(time, "Password", succeeded, detail, "Primary authentication", "Password in the cloud");
  const second = (succeeded: boolean, detail: string) =>
    step(time, signIn.mfaMethod, succeeded, detail, "Secondary authentication", null);
  switch (signIn.proof) {
    case "wrongPassword":
      return [password(false, signIn.error.failureReason)];
    case "password":
      return [password(true, "Correct password")];
    case "mfaPending":
      return [password(true, "Correct password"), second(false, "Authentication in progress")];
    case "mfaDeclined":
      return [password(true, "Correct password"), second(false, "MFA denied; user declined the authentication")];
    case "mfaIgnored":
      return [password(true, "Correct password"), second(false, "MFA denied; user did not respond")];
    case "passwordAndMfa":
      return [password(true, "Correct password"), second(true, "MFA successfully completed")];
    case "windowsHello":
      return [step(time, "Windows Hello for Business", true, "", "Primary authentication", null)];
    case "claim":
      return [
        step(
          time,
          "Previously satisfied",
          true,
          "First factor requirement satisfied by claim in the token",
          "Primary authentication",
          null,
        ),
      ];
  }
}

function step(
  time: string,
  method: string,
  succeeded: boolean,
  detail: string,
  requirement: string,
  methodDetail: string | null,
): SampleRecord {
  return {
    authenticationStepDateTime: time,
    authenticationMethod: method,
    authenticationMethodDetail: methodDetail,
    succeeded,
    authenticationStepResultDetail: detail,
    authenticationStepRequirement: requirement,
  };
}
