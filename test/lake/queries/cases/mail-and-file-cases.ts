import type { QueryCase } from "./query-case.ts";
import { activity, lagos, parameters, signIn } from "./records.ts";

const folder = "detections/mail-and-files";

export const mailAndFileCases: readonly QueryCase[] = [
  {
    query: `${folder}/inbox-rule-hides-or-forwards`,
    title: "rules that hide, forward, delete, in a cmdlet and in Outlook; rules that only sort, and to our own domain",
    params: { internalDomains: ["contoso.example"] },
    records: (at) => [
      activity(at("08:00"), "New-InboxRule", "ann@contoso.example", {
        ClientIP: "[2001:db8::9]:4711",
        ...parameters({ Name: ".", MoveToFolder: "RSS Feeds", MarkAsRead: "True" }),
      }),
      activity(
        at("08:01"),
        "Set-InboxRule",
        "bob@contoso.example",
        parameters({ Name: "x", ForwardTo: "a@evil.example", DeleteMessage: "True" }),
      ),
      activity(at("08:02"), "UpdateInboxRules", "cid@contoso.example", {
        OperationProperties: [
          { Name: "RuleName", Value: ".." },
          { Name: "RuleActions", Value: '[{"ActionType":"Forward","Recipients":["a@evil.example"]}]' },
        ],
      }),
      activity(
        at("08:03"),
        "New-InboxRule",
        "dan@contoso.example",
        parameters({ Name: "News", MoveToFolder: "Newsletters", DeleteMessage: "False" }),
      ),
      activity(
        at("08:04"),
        "New-InboxRule",
        "eve@contoso.example",
        parameters({ Name: "Deputy", ForwardTo: "fay@contoso.example" }),
      ),
      activity(at("08:05"), "UpdateInboxRules", "fay@contoso.example", {
        OperationProperties: [{ Name: "RuleName", Value: "Delete me" }],
      }),
    ],
    columns: ["account", "address", "what", "operation"],
    rows: [
      ["ann@contoso.example", "2001:db8::9", "hides", "New-InboxRule"],
      ["bob@contoso.example", "192.0.2.1", "forwards and hides", "Set-InboxRule"],
      ["cid@contoso.example", "192.0.2.1", "made in Outlook", "UpdateInboxRules"],
    ],
  },
  {
    query: `${folder}/mail-forwarded-by-administrator`,
    title: "a mailbox and a transport rule; forwarding taken back; another setting",
    records: (at) => [
      activity(at("08:00"), "Set-Mailbox", "root@contoso.example", {
        ObjectId: "ann",
        ...parameters({
          Identity: "ann",
          ForwardingSmtpAddress: "smtp:a@evil.example",
          DeliverToMailboxAndForward: "True",
        }),
      }),
      activity(at("08:01"), "New-TransportRule", "root@contoso.example", {
        ObjectId: "copy",
        ...parameters({ Name: "copy", BlindCopyTo: "b@evil.example" }),
      }),
      activity(
        at("08:02"),
        "Set-Mailbox",
        "root@contoso.example",
        parameters({ Identity: "bob", ForwardingSmtpAddress: "" }),
      ),
      activity(
        at("08:03"),
        "Set-Mailbox",
        "root@contoso.example",
        parameters({ Identity: "cid", ProhibitSendQuota: "5GB" }),
      ),
    ],
    columns: ["mailboxOrRule", "forwardedTo", "setting"],
    rows: [
      ["ann", "smtp:a@evil.example", "ForwardingSmtpAddress"],
      ["copy", "b@evil.example", "BlindCopyTo"],
    ],
  },
  {
    query: `${folder}/mailbox-permission-granted`,
    title: "full access to oneself, sending as another; a system account; reading a calendar",
    records: (at) => [
      activity(at("08:00"), "Add-MailboxPermission", "root@contoso.example", {
        ObjectId: "boss",
        ...parameters({ Identity: "boss", User: "Root@contoso.example", AccessRights: "FullAccess" }),
      }),
      activity(at("08:01"), "Add-RecipientPermission", "root@contoso.example", {
        ObjectId: "info",
        ...parameters({ Identity: "info", Trustee: "ann", AccessRights: "SendAs" }),
      }),
      activity(at("08:02"), "Add-MailboxPermission", "NT AUTHORITY\\SYSTEM (w3wp)", {
        ObjectId: "new",
        ...parameters({ Identity: "new", User: "DiscoverySearch", AccessRights: "FullAccess" }),
      }),
      activity(at("08:03"), "Add-MailboxPermission", "root@contoso.example", {
        ObjectId: "cal",
        ...parameters({ Identity: "cal", User: "bob", AccessRights: "ReadPermission" }),
      }),
    ],
    columns: ["mailbox", "trustee", "accessRights", "grantedToSelf"],
    rows: [
      ["boss", "Root@contoso.example", "FullAccess", true],
      ["info", "ann", "SendAs", false],
    ],
  },
  {
    query: `${folder}/mail-read-in-stolen-session`,
    title: "mail read in a session of two networks and systems; in a clean session; other work in the stolen one",
    records: (at) => [
      signIn(at("08:00"), "ann@contoso.example", { sessionId: "read-1" }),
      signIn(at("08:10"), "ann@contoso.example", {
        sessionId: "read-1",
        ipAddress: "203.0.113.9",
        location: lagos,
        autonomousSystemNumber: 64511,
        deviceDetail: { operatingSystem: "" },
      }),
      signIn(at("08:00"), "bob@contoso.example", { sessionId: "read-2" }),
      ...[
        ["ann@contoso.example", "read-1", "Bind", 7],
        ["ann@contoso.example", "read-1", "Bind", 5],
        ["ann@contoso.example", "read-1", "Sync", 1],
        ["bob@contoso.example", "read-2", "Bind", 9],
      ].map(([account, SessionId, access, OperationCount]) =>
        activity(at("08:12"), "MailItemsAccessed", String(account), {
          SessionId,
          OperationCount,
          ClientIP: "203.0.113.9",
          MailboxOwnerUPN: account,
          OperationProperties: [{ Name: "MailAccessType", Value: access }],
          Folders: [{ Id: "f", Path: "\\Inbox", FolderItems: [] }],
        }),
      ),
      activity(at("08:12"), "Send", "ann@contoso.example", { SessionId: "read-1" }),
    ],
    columns: ["account", "address", "access", "records", "items", "folders", "sessionId"],
    rows: [
      ["ann@contoso.example", "203.0.113.9", "Bind", 2, 12, "\\Inbox", "read-1"],
      ["ann@contoso.example", "203.0.113.9", "Sync", 1, 1, "\\Inbox", "read-1"],
    ],
  },
  {
    query: `${folder}/mass-file-download`,
    title: "thirty files in an hour; thirty in a day; one file thirty times; a sync client",
    records: (at) => {
      const download = (clock: string, name: string, file: number, Operation = "FileDownloaded") =>
        activity(at(clock), Operation, `${name}@contoso.example`, {
          Workload: "SharePoint",
          ObjectId: `https://contoso/sites/hr/${file}`,
          SiteUrl: "https://contoso/sites/hr",
          SourceFileName: `${file}.pdf`,
          FileSizeBytes: 100,
        });
      return Array.from({ length: 30 }, (_, index) => [
        download(`08:00:${10 + index}`, "ann", index),
        download(`${String(index % 24).padStart(2, "0")}:00:${10 + index}`, "bob", index),
        download(`08:00:${10 + index}`, "cid", 1),
        download(`08:00:${10 + index}`, "dan", index, "FileSyncDownloadedFull"),
      ]).flat();
    },
    columns: ["account", "files", "sites", "bytes"],
    rows: [["ann@contoso.example", 30, 1, 3000]],
  },
];
