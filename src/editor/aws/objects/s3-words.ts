import { t } from "../../../base/translated.ts";
import { commandIds } from "../../registry/command-ids.ts";
import { viewItems } from "../../registry/view-ids.ts";
import type { TreeLine } from "../../shown/tree-line.ts";
import { countOf, formatBytes } from "../../words/plain-amounts.ts";
import type { S3FolderNode, S3MissingNode, S3Node, S3ObjectNode } from "./s3-nodes.ts";

/** What S3's storage classes are called, and what to know of those that are not read at once. */
const storageClasses: Readonly<Record<string, string>> = {
  STANDARD: "S3 Standard",
  STANDARD_IA: "S3 Standard-IA",
  ONEZONE_IA: "S3 One Zone-IA",
  INTELLIGENT_TIERING: "S3 Intelligent-Tiering",
  REDUCED_REDUNDANCY: "S3 Reduced Redundancy",
  EXPRESS_ONEZONE: "S3 Express One Zone",
  GLACIER_IR: "S3 Glacier Instant Retrieval",
  GLACIER: t("S3 Glacier Flexible Retrieval: Athena does not read it, and it must be restored to be downloaded"),
  DEEP_ARCHIVE: t("S3 Glacier Deep Archive: Athena does not read it, and it must be restored to be downloaded"),
};

/** How a node of S3 is drawn. */
export function s3Line(node: S3Node): TreeLine {
  if (node.kind === "s3Folder") return folderLine(node);
  if (node.kind === "s3Object") return objectLine(node);
  if (node.kind === "s3Missing") return missingLine(node);
  return {
    id: node.id,
    label: t("Show more"),
    opens: "nothing",
    icon: "ellipsis",
    tooltip: t("More of {0}", node.folder.address),
    spoken: t("Show more of {0}", node.folder.label),
    item: viewItems.s3More,
    command: { id: commandIds.moreOfS3Folder, title: t("Show more"), arguments: [node] },
  };
}

function folderLine({ id, address, label, startsWith, top }: S3FolderNode): TreeLine {
  const filter = startsWith === undefined ? undefined : t("only {0}…", startsWith);
  const description = [filter, top === "jumped" ? address : undefined].filter((part) => part !== undefined).join(" · ");
  return {
    // Another filter is another line, so that VS Code asks for its children anew.
    id: filter === undefined ? id : `${id}?${startsWith}`,
    label,
    opens: top === "jumped" || filter !== undefined ? "open" : "closed",
    icon: top === "table" ? "table" : top === "jumped" ? "link" : "folder",
    ...(description !== "" && { description }),
    tooltip: [address, ...(filter === undefined ? [] : [t("Shows {0}", filter)])].join("\n"),
    spoken: filter === undefined ? label : `${label}, ${filter}`,
    item: top === "jumped" ? viewItems.s3Jump : viewItems.s3Folder,
  };
}

function missingLine({ id, address }: S3MissingNode): TreeLine {
  const name = address.slice(address.lastIndexOf("/") + 1);
  return {
    id,
    label: name,
    opens: "nothing",
    icon: "warning",
    color: "list.errorForeground",
    description: t("missing"),
    tooltip: t("{0}\nThe ledger names this slice, and it is not in the bucket. Verify the lake.", address),
    spoken: t("{0}, missing", name),
  };
}

function objectLine({ id, part, object }: S3ObjectNode): TreeLine {
  const { address, name, bytes, storageClass, writtenAt } = object;
  const named = storageClasses[storageClass] ?? storageClass;
  const isColder = storageClass !== "STANDARD";
  return {
    id,
    label: part ?? name,
    opens: "nothing",
    icon: "file",
    description: [
      formatBytes(bytes),
      ...(isColder ? [named.replace(/:.*/, "")] : []),
      ...(part === undefined ? [] : [name]),
    ].join(" · "),
    tooltip: [
      address,
      countOf(bytes, t("{1} ({0} byte)"), t("{1} ({0} bytes)"), formatBytes(bytes)),
      named,
      t("Written {0}", writtenAt),
    ].join("\n"),
    spoken: `${part ?? name}, ${formatBytes(bytes)}`,
    item: viewItems.s3Object,
  };
}
