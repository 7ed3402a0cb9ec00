import { errorCodes } from "../../tables/schema/error-codes.ts";
import { recordTypeNames } from "../../tables/schema/record-types.ts";
import { knownIds } from "./known-ids.ts";

/** A value that a column is known to have: as SQL writes it, and what it means. */
export interface KnownValue {
  readonly value: string | number;
  readonly meaning?: string;
}

const words = (text: string): readonly KnownValue[] => text.split(" ").map((value) => ({ value }));
const lines = (text: string): readonly KnownValue[] =>
  text
    .trim()
    .split("\n")
    .map((value) => ({ value }));

const riskLevels = words("low medium high hidden none unknownFutureValue");
const riskStates = words("none confirmedSafe remediated dismissed atRisk confirmedCompromised");
const principalKinds = words("user servicePrincipal");

/** Names of activities in the directory audits that matter to an investigation (docs/facts/well-known-ids.md). */
const activities = lines(`
Add app role assignment to service principal
Add application
Add conditional access policy
Add delegated permission grant
Add device
Add eligible member to role
Add member to group
Add member to role
Add member to role completed (PIM activation)
Add member to role outside of PIM (permanent)
Add named location
Add owner to application
Add owner to service principal
Add registered owner to device
Add service principal
Add service principal credentials
Add unverified domain
Add user
Admin registered security info
Change user password
Consent to application
Create access package
Delete application
Delete conditional access policy
Delete user
Disable account
Disable Strong Authentication
Enable account
Hard Delete user
Invite external user
Register device
Remove member from role
Reset password (by admin)
Reset user password
Self-service password reset flow activity progress
Set domain authentication
Set federation settings on domain
Update application
Update application – Certificates and secrets management
Update authorization policy
Update conditional access policy
Update service principal
Update StsRefreshTokenValidFrom Timestamp
Update user
User changed default security info
User deleted security info
User registered all required security info
User registered security info
Verify domain`);

/** Operations of the unified audit log that matter to an investigation. */
const operations = lines(`
Add-MailboxPermission
Add-RecipientPermission
AnonymousLinkCreated
CopilotInteraction
Create
FileAccessed
FileDownloaded
FileMalwareDetected
FileSyncDownloadedFull
FileUploaded
HardDelete
MailItemsAccessed
MemberAdded
MoveToDeletedItems
New-InboxRule
New-TransportRule
Remove-InboxRule
SearchQueryInitiatedExchange
SecureLinkCreated
Send
SendAs
SendOnBehalf
Set-AdminAuditLogConfig
Set-InboxRule
Set-Mailbox
Set-MailboxAuditBypassAssociation
Set-TransportRule
SharingInvitationCreated
SoftDelete
UpdateInboxRules
UserLoggedIn
UserLoginFailed`);

const applications = knownIds
  .filter(({ kind }) => kind === "application")
  .map(({ id, name }): KnownValue => ({ value: id, meaning: name }));

/** By the path of a column, in lower case; those of one table with its name before them. */
const values: ReadonlyMap<string, readonly KnownValue[]> = new Map(
  Object.entries<readonly KnownValue[]>({
    "status.errorcode": errorCodes.map(({ code, meaning, interrupt }) => ({
      value: code,
      meaning: interrupt ? `${meaning} (interrupted)` : meaning,
    })),
    outcome: [
      { value: "success" },
      { value: "failure" },
      { value: "interrupted", meaning: "one more step was asked for" },
    ],
    signinkind: words("interactiveUser nonInteractiveUser servicePrincipal managedIdentity"),
    appid: applications,
    resourceid: applications,
    usertype: words("member guest"),
    clientappused: [
      "Browser",
      "Mobile Apps and Desktop clients",
      "Authenticated SMTP",
      "Autodiscover",
      "Exchange ActiveSync",
      "Exchange Online PowerShell",
      "Exchange Web Services",
      "IMAP4",
      "MAPI Over HTTP",
      "Offline Address Book",
      "Other clients",
      "Outlook Anywhere (RPC over HTTP)",
      "POP3",
      "Reporting Web Services",
    ].map((value) => ({ value })),
    conditionalaccessstatus: words("success failure notApplied"),
    authenticationrequirement: words("singleFactorAuthentication multiFactorAuthentication"),
    authenticationprotocol: words("none oAuth2 ropc wsFederation saml20 deviceCode authenticationTransfer nativeAuth"),
    incomingtokentype: words("none primaryRefreshToken saml11 saml20 remoteDesktopToken refreshToken"),
    originaltransfermethod: words("none deviceCodeFlow authenticationTransfer"),
    clientcredentialtype: words(
      "none clientSecret clientAssertion federatedIdentityCredential managedIdentity certificate",
    ),
    crosstenantaccesstype: words("none b2bCollaboration b2bDirectConnect microsoftSupport serviceProvider passthrough"),
    risklevelaggregated: riskLevels,
    risklevelduringsignin: riskLevels,
    risklevel: riskLevels,
    riskstate: riskStates,
    riskeventtype: words(
      "adminConfirmedUserCompromised anomalousToken anomalousUserActivity anonymizedIPAddress attackerinTheMiddle attemptedPRTAccess generic impossibleTravel investigationsThreatIntelligence investigationsThreatIntelligenceSigninLinked leakedCredentials maliciousIPAddress maliciousIPAddressValidCredentialsBlockedIP malwareInfectedIPAddress mcasFinSuspiciousFileAccess mcasImpossibleTravel mcasSuspiciousInboxManipulationRules nationStateIP newCountry passwordSpray riskyIPAddress suspiciousAPITraffic suspiciousBrowser suspiciousInboxForwarding suspiciousIPAddress suspiciousSendingPatterns tokenIssuerAnomaly unfamiliarFeatures unlikelyTravel userReportedSuspiciousActivity",
    ),
    detectiontimingtype: words("realtime nearRealtime offline"),
    principalkind: principalKinds,
    "audits.result": words("success failure timeout unknownFutureValue"),
    activitydisplayname: activities,
    "audits.category": words(
      "ApplicationManagement AuthenticationMethods Authorization DirectoryManagement DeviceManagement EntitlementManagement GroupManagement PolicyManagement ResourceManagement RoleManagement UserManagement",
    ),
    operationtype: words("Add Assign Delete Unassign Update"),
    provisioningaction: words("create update disable delete stagedDelete other"),
    "provisioningstatusinfo.status": words("success failure skipped warning"),
    operation: operations,
    workload: words(
      "AzureActiveDirectory Exchange SharePoint OneDrive MicrosoftTeams SecurityComplianceCenter PowerBI MicrosoftFlow Copilot",
    ),
    recordtypename: [...recordTypeNames.values()].map((value) => ({ value })),
    recordtype: [...recordTypeNames].map(([value, meaning]) => ({ value, meaning })),
    "events.table": words("signins audits activity provisioning riskdetections riskyusers"),
  }),
);

/** The values that a column of one of some tables is known to have; none for a column with any value. */
export function knownValues(path: string, tables: readonly string[]): readonly KnownValue[] {
  const key = path.toLowerCase();
  for (const table of tables) {
    const own = values.get(`${table}.${key}`);
    if (own !== undefined) return own;
  }
  return values.get(key) ?? [];
}
