import { graphSeconds } from "../instants.ts";
import type { Random } from "../random.ts";
import { sampleTenantId, sampleTenantName } from "../tenant.ts";
import type { SampleRecord } from "../timeline.ts";
import type { Resource } from "../world/applications.ts";
import { policyEvaluations } from "../world/conditional-access.ts";
import { type Network, place } from "../world/places.ts";
import type { ManagedIdentity, ServicePrincipal } from "../world/workloads.ts";
import type { SignInError } from "./sign-in-errors.ts";

export interface ServicePrincipalSignIn {
  readonly time: number;
  readonly servicePrincipal: ServicePrincipal;
  readonly credentialKeyId: string;
  readonly resource: Resource;
  readonly network: Network;
  readonly error: SignInError;
  /** Given when activity refers to the token; otherwise drawn. */
  readonly uniqueTokenIdentifier?: string;
}

/** What Graph returns for a sign-in whose address it does not place: empty names and zero coordinates. */
const nowhere = place("", "", "", 0, 0);

/** A sign-in of an application with its own credential, as Graph beta returns it. */
export function servicePrincipalSignInRecord(signIn: ServicePrincipalSignIn, random: Random): SampleRecord {
  const { servicePrincipal } = signIn;
  return {
    ...workloadFields(signIn.time, "servicePrincipal", signIn.resource, signIn.error, random),
    appId: servicePrincipal.appId,
    appDisplayName: servicePrincipal.displayName,
    servicePrincipalId: servicePrincipal.id,
    servicePrincipalName: servicePrincipal.displayName,
    servicePrincipalCredentialKeyId: signIn.credentialKeyId,
    servicePrincipalCredentialThumbprint: servicePrincipal.thumbprint,
    clientCredentialType: servicePrincipal.credentialType,
    ipAddress: signIn.network.ipAddress,
    autonomousSystemNumber: signIn.network.autonomousSystemNumber,
    location: signIn.network.location,
    uniqueTokenIdentifier: signIn.uniqueTokenIdentifier ?? random.token(),
  };
}

/** A sign-in of a managed identity, which has no address and no credential of its own. */
export function managedIdentitySignInRecord(
  identity: ManagedIdentity,
  time: number,
  error: SignInError,
  random: Random,
) {
  return {
    ...workloadFields(time, "managedIdentity", identity.resource, error, random),
    appId: identity.appId,
    appDisplayName: identity.displayName,
    servicePrincipalId: identity.id,
    servicePrincipalName: identity.displayName,
    servicePrincipalCredentialKeyId: "",
    servicePrincipalCredentialThumbprint: "",
    clientCredentialType: "managedIdentity",
    managedServiceIdentity: {
      msiType: identity.msiType,
      associatedResourceId: identity.associatedResourceId,
      federatedTokenId: null,
      federatedTokenIssuer: null,
    },
    ipAddress: "",
    autonomousSystemNumber: 0,
    location: nowhere,
    uniqueTokenIdentifier: random.token(),
  };
}

function workloadFields(
  time: number,
  kind: "servicePrincipal" | "managedIdentity",
  resource: Resource,
  error: SignInError,
  random: Random,
): SampleRecord {
  const id = random.uuid();
  const evaluation = policyEvaluations.notEvaluated;
  return {
    id,
    createdDateTime: graphSeconds(time),
    userDisplayName: null,
    userPrincipalName: null,
    userId: "",
    correlationId: random.uuid(),
    originalRequestId: id,
    isInteractive: false,
    signInEventTypes: [kind],
    tokenIssuerType: "AzureAD",
    authenticationProtocol: "clientCredentials",
    processingTimeInMilliseconds: 20 + random.below(200),
    crossTenantAccessType: "none",
    homeTenantId: sampleTenantId,
    homeTenantName: sampleTenantName,
    resourceTenantId: sampleTenantId,
    resourceId: resource.appId,
    resourceDisplayName: resource.displayName,
    conditionalAccessStatus: evaluation.status,
    appliedConditionalAccessPolicies: evaluation.policies,
    riskDetail: "none",
    riskLevelAggregated: "none",
    riskLevelDuringSignIn: "none",
    riskState: "none",
    riskEventTypes_v2: [],
    status: { errorCode: error.errorCode, failureReason: error.failureReason, additionalDetails: null },
    authenticationProcessingDetails: [],
    sessionId: null,
  };
}
