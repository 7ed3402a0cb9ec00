import { list, struct } from "./column.ts";

/** The name and value pairs of the Management Activity API. */
export const nameValue = struct({ Name: "varchar", Value: "varchar" });

/** Who acted or was acted on, in one of several forms; `Type` says which (5 is a user principal name). */
export const entraIdentity = struct({ ID: "varchar", Type: "integer" });

const mailFolder = struct({ Id: "varchar", Path: "varchar", Name: "varchar" });

export const mailItem = struct({
  Id: "varchar",
  Subject: "varchar",
  ParentFolder: mailFolder,
  Attachments: "varchar",
  InternetMessageId: "varchar",
  ImmutableId: "varchar",
  SizeInBytes: "bigint",
});

export const destinationFolder = mailFolder;

export const accessedFolder = struct({
  Id: "varchar",
  Path: "varchar",
  FolderItems: list(
    struct({
      Id: "varchar",
      InternetMessageId: "varchar",
      ImmutableId: "varchar",
      Subject: "varchar",
      SizeInBytes: "bigint",
    }),
  ),
});

export const appAccessContext = struct({
  AADSessionId: "varchar",
  APIId: "varchar",
  ClientAppId: "varchar",
  ClientAppName: "varchar",
  CorrelationId: "varchar",
  UniqueTokenId: "varchar",
  IssuedAtTime: "timestamp",
});

export const exchangeMetaData = struct({
  MessageID: "varchar",
  From: "varchar",
  To: list("varchar"),
  CC: list("varchar"),
  BCC: list("varchar"),
  Subject: "varchar",
  Sent: "timestamp",
  RecipientCount: "integer",
});

export const attachmentData = struct({
  FileName: "varchar",
  FileType: "varchar",
  FileVerdict: "varchar",
  SHA256: "varchar",
});

export const copilotEventData = struct({
  AppHost: "varchar",
  ThreadId: "varchar",
  Contexts: "json",
  MessageIds: list("varchar"),
  Messages: list(struct({ Id: "varchar", Size: "bigint", isPrompt: "boolean" })),
  AccessedResources: "json",
  ModelTransparencyDetails: "json",
  AISystemPlugin: "json",
});

export const riskLocation = struct({
  City: "varchar",
  State: "varchar",
  CountryOrRegion: "varchar",
  GeoCoordinates: "json",
});

export const teamMember = struct({ UPN: "varchar", DisplayName: "varchar", Role: "integer" });
