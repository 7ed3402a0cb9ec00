import type { JsonRecord } from "../../base/json-record.ts";
import { memberOfText } from "./api-member-of-text.ts";
import { type CellReader, cellReader, compact } from "./portal-csv-cells.ts";
import { typedValue } from "./typed-value.ts";

const members = {
  userType: ["member", "guest"],
  crossTenantAccessType: [
    "none",
    "b2bCollaboration",
    "b2bDirectConnect",
    "microsoftSupport",
    "serviceProvider",
    "passthrough",
  ],
  incomingTokenType: ["none", "primaryRefreshToken", "saml11", "saml20", "remoteDesktopToken", "refreshToken"],
  authenticationProtocol: [
    "none",
    "oAuth2",
    "ropc",
    "wsFederation",
    "saml20",
    "deviceCode",
    "authenticationTransfer",
    "nativeAuth",
  ],
  originalTransferMethod: ["none", "deviceCodeFlow", "authenticationTransfer"],
  clientCredentialType: [
    "none",
    "clientSecret",
    "clientAssertion",
    "federatedIdentityCredential",
    "managedIdentity",
    "certificate",
  ],
  tokenProtection: ["none", "bound", "unbound"],
  authenticationRequirement: ["singleFactorAuthentication", "multiFactorAuthentication"],
  tokenIssuerType: [
    "AzureAD",
    "ADFederationServices",
    "AzureADBackupAuth",
    "ADFederationServicesMFAAdapter",
    "NPSExtension",
  ],
  conditionalAccessStatus: ["success", "failure", "notApplied"],
  msiType: ["none", "userAssigned", "systemAssigned"],
} as const;

/**
 * A sign-in from the portal's four downloads. Interactive and non-interactive ones have the same columns, so their kind
 * is not known; sign-ins of applications are recognised by their columns.
 */
export function signInFromPortalCsv(row: JsonRecord): JsonRecord {
  const cell = cellReader(row);
  const member = (header: string, of: keyof typeof members): string | undefined => {
    const text = cell(header);
    return text === undefined ? undefined : memberOfText(text, members[of]);
  };
  const typed = (header: string, type: "integer" | "boolean"): unknown => typedValue(cell(header), type);
  return compact({
    id: cell("Request ID"),
    createdDateTime: cell("Date (UTC)"),
    signInEventTypes: eventTypes(row, cell),
    userAgent: cell("User agent"),
    correlationId: cell("Correlation ID"),
    userId: cell("User ID"),
    userDisplayName: cell("User"),
    userPrincipalName: cell("Username"),
    userType: member("User type", "userType"),
    crossTenantAccessType: member("Cross tenant access type", "crossTenantAccessType"),
    incomingTokenType:
      member("Incoming token type", "incomingTokenType") ?? member("Incoming token type (2)", "incomingTokenType"),
    authenticationProtocol: member("Authentication Protocol", "authenticationProtocol"),
    uniqueTokenIdentifier: cell("Unique token identifier"),
    originalTransferMethod: member("Original transfer method", "originalTransferMethod"),
    clientCredentialType: member("Client credential type", "clientCredentialType"),
    signInTokenProtectionStatus: member("Token Protection - Sign In Session", "tokenProtection"),
    tokenProtectionStatusDetails: compact({
      signInSessionStatus: member("Token Protection - Sign In Session", "tokenProtection"),
      signInSessionStatusCode: typed("Token Protection - Sign In Session StatusCode", "integer"),
    }),
    appDisplayName: cell("Application"),
    appId: cell("Application ID"),
    appOwnerTenantId: cell("App owner tenant ID"),
    resourceDisplayName: cell("Resource"),
    resourceId: cell("Resource ID"),
    resourceTenantId: cell("Resource tenant ID"),
    resourceOwnerTenantId: cell("Resource owner tenant ID"),
    homeTenantId: cell("Home tenant ID"),
    homeTenantName: cell("Home tenant name"),
    servicePrincipalId: cell("Service principal ID"),
    servicePrincipalName: cell("Service principal name"),
    servicePrincipalCredentialKeyId: cell("Credential key ID"),
    servicePrincipalCredentialThumbprint: cell("Credential thumbprint"),
    ipAddress: cell("IP address"),
    location: locationOf(cell("Location")),
    status: compact({ errorCode: errorCode(cell), failureReason: cell("Failure reason") }),
    clientAppUsed: cell("Client app"),
    deviceDetail: compact({
      deviceId: cell("Device ID"),
      browser: cell("Browser"),
      operatingSystem: cell("Operating System"),
      isCompliant: typed("Compliant", "boolean"),
      isManaged: typed("Managed", "boolean"),
      trustType: cell("Join Type"),
    }),
    mfaDetail: compact({
      authMethod: cell("Multifactor authentication auth method"),
      authDetail: cell("Multifactor authentication auth detail"),
    }),
    authenticationRequirement: member("Authentication requirement", "authenticationRequirement"),
    signInIdentifier: cell("Sign-in identifier"),
    sessionId: cell("Session ID"),
    ipAddressFromResourceProvider: cell("IP address (seen by resource)"),
    isThroughGlobalSecureAccess: typed("Through Global Secure Access", "boolean"),
    globalSecureAccessIpAddress: cell("Global Secure Access IP address"),
    autonomousSystemNumber: typed("Autonomous system number", "integer"),
    flaggedForReview: typed("Flagged for review", "boolean"),
    tokenIssuerType: member("Token issuer type", "tokenIssuerType"),
    tokenIssuerName: cell("Token issuer name"),
    processingTimeInMilliseconds: typed("Latency", "integer"),
    conditionalAccessStatus: member("Conditional Access", "conditionalAccessStatus"),
    managedServiceIdentity: compact({
      msiType: member("Managed Identity type", "msiType"),
      associatedResourceId: cell("Associated Resource Id"),
      federatedTokenId: cell("Federated Token Id"),
      federatedTokenIssuer: cell("Federated Token Issuer"),
    }),
  });
}

// Success has code 0, which some generations leave out or write as None.
function errorCode(cell: CellReader): unknown {
  const code = typedValue(cell("Sign-in error code"), "integer");
  if (typeof code === "number") return code;
  return cell("Status")?.toLowerCase() === "success" ? 0 : undefined;
}

// The application download has credential columns, the managed identity download a service principal without them.
function eventTypes(row: JsonRecord, cell: CellReader): readonly string[] | undefined {
  const headers = new Set(Object.keys(row).map((header) => header.toLowerCase()));
  if (headers.has("credential key id")) return ["servicePrincipal"];
  const msiType = cell("Managed Identity type")?.toLowerCase() ?? "none";
  return headers.has("service principal name") || msiType !== "none" ? ["managedIdentity"] : undefined;
}

/** `City, State, CC`; parts may be empty. */
export function locationOf(text: string | undefined): JsonRecord | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(",").map((part) => part.trim());
  const countryOrRegion = parts.pop();
  const city = parts.shift();
  return compact({
    city: city || undefined,
    state: parts.join(", ") || undefined,
    countryOrRegion: countryOrRegion || undefined,
  });
}
