import type { Random } from "../random.ts";
import { sampleTenantDomain } from "../tenant.ts";
import type { SampleRecord } from "../timeline.ts";
import { resources } from "../world/applications.ts";
import { type ActivityContext, appAccessContext, commonFields } from "./activity-record.ts";

export interface MailFolder {
  readonly id: string;
  readonly path: string;
}

/** The same folder has the same id in every record of one mailbox. */
export function mailFolder(mailboxGuid: string, name: string): MailFolder {
  return {
    id: `LgAAAA${mailboxGuid.replaceAll("-", "")}${name.replace(/\W/g, "").padEnd(6, "A").slice(0, 6)}AB`,
    path: `\\${name}`,
  };
}

/** MailItemsAccessed: `bind` names the messages that were read, `sync` only that a client synchronised the folder. */
export function mailItemsAccessedRecord(
  context: ActivityContext,
  access: "bind" | "sync",
  folder: MailFolder,
  items: number,
  random: Random,
): SampleRecord {
  return {
    ...mailboxFields(context, 50, "MailItemsAccessed"),
    OperationProperties: [
      { Name: "MailAccessType", Value: access === "bind" ? "Bind" : "Sync" },
      { Name: "IsThrottled", Value: "False" },
    ],
    Folders: [
      {
        FolderItems:
          access === "bind"
            ? Array.from({ length: items }, () => ({
                Id: `RgAAAA${random.token(40)}`,
                InternetMessageId: messageId(random),
                SizeInBytes: 4000 + random.below(120_000),
              }))
            : [],
        Id: folder.id,
        Path: folder.path,
      },
    ],
    OperationCount: access === "bind" ? items : 1,
  };
}

/** Send, Create, HardDelete, SoftDelete or another operation on one message (type 2). */
export function mailItemRecord(
  context: ActivityContext,
  operation: "Send" | "Create",
  subject: string,
  recipients: readonly string[],
  random: Random,
): SampleRecord {
  const folder = mailFolder(context.account.mailboxGuid, operation === "Send" ? "Sent Items" : "Drafts");
  return {
    ...mailboxFields(context, 2, operation),
    Item: {
      Id: `RgAAAA${random.token(40)}`,
      InternetMessageId: messageId(random),
      ParentFolder: { Id: folder.id, Name: folder.path.slice(1), Path: folder.path },
      SizeInBytes: 3000 + random.below(90_000),
      Subject: subject,
    },
    ...(operation === "Send" ? { recipientList: recipients, recipientCount: recipients.length } : {}),
  };
}

/** Messages moved or deleted together (type 3). */
export function mailGroupRecord(
  context: ActivityContext,
  operation: "MoveToDeletedItems" | "SoftDelete" | "HardDelete" | "Move",
  subjects: readonly string[],
  from: string,
  to: string | undefined,
  random: Random,
): SampleRecord {
  const mailbox = context.account.mailboxGuid;
  const folder = mailFolder(mailbox, from);
  const target = to === undefined ? undefined : mailFolder(mailbox, to);
  return {
    ...mailboxFields(context, 3, operation),
    AffectedItems: subjects.map((subject) => ({
      Id: `RgAAAA${random.token(40)}`,
      InternetMessageId: messageId(random),
      ParentFolder: { Id: folder.id, Path: folder.path },
      Subject: subject,
    })),
    CrossMailboxOperation: false,
    Folder: { Id: folder.id, Path: folder.path },
    ...(target === undefined ? {} : { DestFolder: { Id: target.id, Path: target.path } }),
  };
}

/** A cmdlet, also the one behind a click in Outlook on the web (type 1); `ClientIP` carries the port, as Exchange writes it. */
export function exchangeCommandRecord(
  context: ActivityContext,
  operation: "New-InboxRule" | "Set-InboxRule" | "Set-Mailbox" | "Add-MailboxPermission",
  objectId: string,
  parameters: Readonly<Record<string, string>>,
  random: Random,
): SampleRecord {
  const { token } = context;
  const address = token.network.ipAddress;
  const port = 1024 + random.below(60_000);
  return {
    ...commonFields(context, 1, "Exchange", operation),
    ResultStatus: "True",
    ClientIP: address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`,
    ObjectId: objectId,
    AppId: resources.exchange.appId,
    ClientAppId: "",
    ExternalAccess: false,
    OrganizationName: sampleTenantDomain,
    OriginatingServer: "SIM1PR00MB0001 (15.20.9000.000)\r\n",
    Parameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
    SessionId: token.sessionId ?? "",
    AppAccessContext: appAccessContext(token),
  };
}

/** A rule that Outlook itself wrote into the mailbox. */
export function updateInboxRulesRecord(context: ActivityContext, ruleName: string): SampleRecord {
  return {
    ...mailboxFields(context, 2, "UpdateInboxRules"),
    OperationProperties: [
      { Name: "RuleOperation", Value: "AddMailboxRule" },
      { Name: "RuleName", Value: ruleName },
      { Name: "RuleState", Value: "Enabled" },
    ],
  };
}

function mailboxFields(context: ActivityContext, recordType: number, operation: string): SampleRecord {
  const { account, token } = context;
  return {
    ...commonFields(context, recordType, "Exchange", operation),
    ResultStatus: "Succeeded",
    AppId: token.app.appId,
    ClientAppId: token.app.appId,
    ClientIPAddress: token.network.ipAddress,
    ClientInfoString: token.app.displayName.startsWith("One Outlook") ? "Client=OWA;Action=ViaProxy" : "Client=REST;;",
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: 0,
    LogonUserSid: account.sid,
    MailboxGuid: account.mailboxGuid,
    MailboxOwnerSid: account.sid,
    MailboxOwnerUPN: account.userPrincipalName,
    OrganizationName: sampleTenantDomain,
    OriginatingServer: "SIM1PR00MB0001 (15.20.9000.000)\r\n",
    SessionId: token.sessionId ?? "",
    AppAccessContext: appAccessContext(token),
  };
}

function messageId(random: Random): string {
  return `<${random.uuid()}@mail.${sampleTenantDomain}>`;
}
