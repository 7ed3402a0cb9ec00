import { EventEmitter, type TreeDataProvider, type TreeItem, type Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { setContext } from "../platform/context-values.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { commandIds } from "../registry/command-ids.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { viewItems } from "../registry/view-ids.ts";
import { treeLine } from "../shown/tree-line.ts";
import { onOneLine } from "../words/plain-text.ts";
import { findQueries } from "./find-queries.ts";
import {
  bundledGroups,
  type SavedQuery,
  type SavedQueryNode,
  savedQueryTip,
  type UnreadableFile,
  workspaceGroup,
} from "./saved-queries-model.ts";

const severityIcons = {
  informational: "info",
  low: "debug-breakpoint-log-unverified",
  medium: "debug-breakpoint-log",
  high: "warning",
  critical: "flame",
} as const;

/** The saved queries that ship with the extension, and those of the workspace. */
export class SavedQueriesTree implements TreeDataProvider<SavedQueryNode> {
  readonly #files: OurFiles;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(files: OurFiles) {
    this.#files = files;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: SavedQueryNode): Promise<SavedQueryNode[]> {
    if (node) return node.kind === "group" ? [...node.children] : [];
    const [bundled, ...own] = this.#files.folders();
    const groups = await Promise.all([
      bundled ? findQueries(bundled).then(bundledGroups) : [],
      ...own.map(async (folder) => workspaceGroup(await findQueries(folder), folder.toString(), titleOfFolder(folder))),
    ]);
    setContext(contextKeys.savedQueriesRead, true);
    return groups.flat();
  }

  getTreeItem(node: SavedQueryNode): TreeItem {
    if (node.kind === "group") return treeLine({ id: node.id, label: node.title, opens: "closed" });
    return node.kind === "query" ? queryItem(node) : unreadableItem(node);
  }
}

/** A file that cannot be read has no menu, because it can be neither opened nor run. */
function unreadableItem({ uri, title, reason }: UnreadableFile): TreeItem {
  return treeLine({
    id: uri,
    label: title,
    opens: "nothing",
    description: t("cannot be read: {0}", reason),
    tooltip: `${onOneLine(title)}\n${onOneLine(reason)}`,
    spoken: t("{0}, cannot be read: {1}", title, reason),
    icon: "error",
    color: "list.errorForeground",
  });
}

function queryItem(query: SavedQuery): TreeItem {
  const { title, severity, description, problems } = query;
  return treeLine({
    id: query.uri,
    label: title,
    opens: "nothing",
    description: [severity, problems.length > 0 ? t("header has errors") : ""].filter(Boolean).join(" · "),
    tooltip: savedQueryTip(query),
    spoken: [title, severity && t("severity {0}", severity), description].filter(Boolean).join(", "),
    icon: severity === undefined ? "file-code" : severityIcons[severity],
    item: viewItems.savedQuery,
    command: { id: commandIds.openSavedQuery, title: t("Open query"), arguments: [query] },
  });
}

function titleOfFolder(folder: Uri): string {
  const owner = workspace.getWorkspaceFolder(folder);
  const path = owner ? folder.path.slice(owner.uri.path.length + 1) : folder.path;
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  return several && owner ? `${owner.name} (${path}/)` : t("This workspace ({0}/)", path);
}
