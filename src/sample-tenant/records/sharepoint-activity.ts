import type { Random } from "../random.ts";
import type { SampleRecord } from "../timeline.ts";
import { type ActivityContext, appAccessContext, commonFields } from "./activity-record.ts";

export type FileOperation =
  | "FileAccessed"
  | "FileModified"
  | "FilePreviewed"
  | "FileDownloaded"
  | "FileUploaded"
  | "FileSyncDownloadedFull"
  | "SharingSet";

const folders = ["Budget", "Contracts", "Customers", "Designs", "Minutes", "Offers", "Plans", "Reports", "Templates"];
const words = ["Aurora", "Forecast", "Invoice", "Review", "Roadmap", "Summary", "Workshop", "Agenda", "Pricing"];
const extensions = ["docx", "xlsx", "pptx", "pdf", "pdf", "csv"];

const rootUrl = "https://contoso-simulated.sharepoint.example";

/** One operation on a file in a department's site or in OneDrive (type 6, sharing 14). */
export function fileRecord(
  context: ActivityContext,
  operation: FileOperation,
  site: string,
  random: Random,
): SampleRecord {
  const { account, token } = context;
  const isOneDrive = operation === "FileSyncDownloadedFull";
  const siteUrl = isOneDrive
    ? `${rootUrl}/personal/${account.userPrincipalName.replace(/[@.]/g, "_")}/`
    : `${rootUrl}/sites/${site.replaceAll(" ", "")}/`;
  const extension = random.pick(extensions);
  const fileName = `${random.pick(words)} ${random.pick(words)} ${2024 + random.below(3)}.${extension}`;
  const relativeUrl = `Shared Documents/${random.pick(folders)}`;
  return {
    ...commonFields(context, operation === "SharingSet" ? 14 : 6, isOneDrive ? "OneDrive" : "SharePoint", operation),
    ClientIP: token.network.ipAddress,
    ObjectId: `${siteUrl}${relativeUrl}/${fileName}`,
    AppAccessContext: appAccessContext(token),
    ApplicationId: token.app.appId,
    ApplicationDisplayName: token.app.displayName,
    CorrelationId: random.uuid(),
    EventSource: "SharePoint",
    ItemType: "File",
    ListId: random.uuid(),
    ListItemUniqueId: random.uuid(),
    Site: random.uuid(),
    SiteUrl: siteUrl,
    SourceFileExtension: extension,
    SourceFileName: fileName,
    SourceRelativeUrl: relativeUrl,
    FileSizeBytes: 10_000 + random.below(4_000_000),
    UserAgent: token.userAgent,
    WebId: random.uuid(),
    ...(operation === "SharingSet"
      ? {
          TargetUserOrGroupType: "Member",
          TargetUserOrGroupName: "All Staff",
          EventData: "<Permissions granted>Read</Permissions granted>",
        }
      : {}),
  };
}
