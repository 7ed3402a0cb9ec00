import { graphTicks, hour, minute } from "../instants.ts";
import type { Random } from "../random.ts";
import { sampleTenantId } from "../tenant.ts";
import type { EventSink, SampleRecord } from "../timeline.ts";
import type { Account } from "../world/people.ts";
import type { Network } from "../world/places.ts";
import type { ServicePrincipal } from "../world/workloads.ts";
import type { Token } from "./activity-record.ts";
import { addUserSignIn, type SignInAttempt, signInStep } from "./sign-in-flow.ts";
import type { SignInRisk, UserSignIn } from "./user-sign-in.ts";

export interface RiskDetection {
  /** Of the activity that was judged. */
  readonly time: number;
  readonly detectedAfter: number;
  readonly account: Account;
  readonly riskEventType: string;
  readonly mitreTechniqueId: string;
  readonly level: "low" | "medium" | "high";
  readonly state: "atRisk" | "remediated" | "dismissed";
  readonly network: Network;
  /** The sign-in behind it, when there is one. */
  readonly signIn: Pick<UserSignIn, "id" | "correlationId" | "userAgent"> | undefined;
}

/** A risk detection as `GET /beta/identityProtection/riskDetections` returns it. */
export function riskDetectionRecord(detection: RiskDetection, random: Random): SampleRecord {
  const { account, network, signIn } = detection;
  const detected = graphTicks(detection.time + detection.detectedAfter, random);
  return {
    id: random.uuid().replaceAll("-", "") + random.uuid().replaceAll("-", ""),
    requestId: signIn?.id ?? null,
    correlationId: signIn?.correlationId ?? null,
    riskEventType: detection.riskEventType,
    riskState: detection.state,
    riskLevel: detection.level,
    riskDetail: detection.state === "remediated" ? "userPassedMFADrivenByRiskBasedPolicy" : "none",
    source: "IdentityProtection",
    detectionTimingType: detection.detectedAfter < 5 * minute ? "realtime" : "offline",
    activity: "signin",
    tokenIssuerType: "AzureAD",
    ipAddress: network.ipAddress,
    activityDateTime: graphTicks(detection.time, random),
    detectedDateTime: detected,
    lastUpdatedDateTime: detected,
    userId: account.id,
    userDisplayName: account.displayName,
    userPrincipalName: account.userPrincipalName,
    mitreTechniqueId: detection.mitreTechniqueId,
    additionalInfo: JSON.stringify([
      { Key: "userAgent", Value: signIn?.userAgent ?? null },
      { Key: "homeTenantId", Value: sampleTenantId },
    ]),
    location: network.location,
  };
}

/** One state of a risky user; Graph shows only the newest, `riskLastUpdatedDateTime` tells them apart. */
export function riskyUserRecord(
  account: Account,
  time: number,
  level: "none" | "low" | "medium" | "high",
  state: "atRisk" | "remediated" | "dismissed" | "confirmedCompromised",
): SampleRecord {
  const details = {
    atRisk: "none",
    remediated: "userPassedMFADrivenByRiskBasedPolicy",
    dismissed: "adminDismissedAllRiskForUser",
    confirmedCompromised: "adminConfirmedUserCompromised",
  } as const;
  return {
    id: account.id,
    isDeleted: false,
    isProcessing: false,
    riskLevel: level,
    riskState: state,
    riskDetail: details[state],
    riskLastUpdatedDateTime: new Date(Math.floor(time / 1000) * 1000).toISOString().slice(0, 19) + "Z",
    userDisplayName: account.displayName,
    userPrincipalName: account.userPrincipalName,
  };
}

/** A harmless sign-in that looked unusual: the user passes MFA, or an administrator dismisses the alarm later. */
export function planFalseAlarm(sink: EventSink, attempt: SignInAttempt, random: Random): Token {
  const isRemediated = random.chance(0.7);
  const level = random.chance(0.7) ? "low" : "medium";
  const riskEventType = random.pick(["unfamiliarFeatures", "unfamiliarFeatures", "unlikelyTravel"]);
  const risk: SignInRisk = { level, state: isRemediated ? "remediated" : "atRisk", types: [riskEventType] };
  const { account, network, time } = attempt;
  const signIn = signInStep({ ...attempt, risk }, random, { time });
  const state = isRemediated ? "remediated" : "dismissed";
  const delay = isRemediated ? minute : random.between(2, 20) * hour;
  const detection = { time, detectedAfter: 30_000, account, riskEventType, mitreTechniqueId: "T1078.004" };
  const own = random.fork();
  sink.add("riskdetections", time, () => riskDetectionRecord({ ...detection, level, state, network, signIn }, own));
  sink.add("riskyusers", time + 30_000, () => riskyUserRecord(account, time + 30_000, level, "atRisk"));
  sink.add("riskyusers", time + delay, () => riskyUserRecord(account, time + delay, "none", state));
  return addUserSignIn(sink, signIn, random);
}

/** A risk detection as `GET /v1.0/identityProtection/servicePrincipalRiskDetections` returns it. */
export function principalRiskRecord(
  { id, displayName, appId, credentialKeyId }: ServicePrincipal,
  time: number,
  random: Random,
): SampleRecord {
  const detected = graphTicks(time + 3 * hour, random);
  return {
    id: random.uuid().replaceAll("-", "") + random.uuid().replaceAll("-", ""),
    requestId: null,
    correlationId: null,
    riskEventType: "leakedCredentials",
    riskState: "dismissed",
    riskLevel: "high",
    riskDetail: "adminDismissedAllRiskForServicePrincipal",
    source: "IdentityProtection",
    detectionTimingType: "offline",
    activity: "servicePrincipal",
    tokenIssuerType: "AzureAD",
    ipAddress: null,
    location: null,
    activityDateTime: graphTicks(time, random),
    detectedDateTime: detected,
    lastUpdatedDateTime: detected,
    servicePrincipalId: id,
    servicePrincipalDisplayName: displayName,
    appId,
    keyIds: [credentialKeyId],
    additionalInfo: JSON.stringify([
      { Key: "alertUrl", Value: null },
      { Key: "homeTenantId", Value: sampleTenantId },
    ]),
  };
}

/** One state of a risky service principal, as `GET /v1.0/identityProtection/riskyServicePrincipals` returns it. */
export function riskyPrincipalRecord(
  { id, displayName, appId }: ServicePrincipal,
  time: number,
  state: "atRisk" | "dismissed",
): SampleRecord {
  return {
    // The only member that can say whose it is.
    "@odata.id": `https://graph.microsoft.com/v1.0/${sampleTenantId}/identityProtection/riskyServicePrincipals('${id}')`,
    id,
    isEnabled: true,
    isProcessing: false,
    riskLevel: state === "atRisk" ? "high" : "none",
    riskState: state,
    riskDetail: state === "atRisk" ? "none" : "adminDismissedAllRiskForServicePrincipal",
    riskLastUpdatedDateTime: `${new Date(Math.floor(time / 1000) * 1000).toISOString().slice(0, 19)}Z`,
    displayName,
    appId,
    servicePrincipalType: "Application",
  };
}
