import {
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type Uri,
  workspace,
} from "vscode";
import { setContext } from "../platform/context.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { commandIds } from "../registry/command-ids.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { viewItems } from "../registry/view-ids.ts";
import { findQueries } from "./find-queries.ts";
import { bundledGroups, type SavedQuery, type SavedQueryNode, workspaceGroup } from "./saved-queries-model.ts";

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
    if (node.kind === "query") return queryItem(node);
    const item = new TreeItem(node.title, TreeItemCollapsibleState.Collapsed);
    item.id = node.id;
    return item;
  }
}

function queryItem(query: SavedQuery): TreeItem {
  const item = new TreeItem(query.title, TreeItemCollapsibleState.None);
  item.id = query.uri;
  item.description = [query.severity, query.broken ? "header has errors" : ""].filter(Boolean).join(" · ");
  item.iconPath = new ThemeIcon(query.severity === undefined ? "file-code" : severityIcons[query.severity]);
  item.tooltip = tooltipOf(query);
  item.contextValue = viewItems.savedQuery;
  item.accessibilityInformation = {
    label: [query.title, query.severity && `severity ${query.severity}`, query.description].filter(Boolean).join(", "),
  };
  item.command = { command: commandIds.openSavedQuery, title: "Open query", arguments: [query] };
  return item;
}

/** Headers of a workspace are not ours: they are shown as text, never as Markdown. */
function tooltipOf(query: SavedQuery): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.appendText([query.title, query.description].filter(Boolean).join("\n"));
  const facts = [
    query.severity && `severity: ${query.severity}`,
    query.attack.length > 0 && `ATT&CK: ${query.attack.join(", ")}`,
    query.tables.length > 0 && `tables: ${query.tables.join(", ")}`,
  ].filter(Boolean);
  if (facts.length > 0) tooltip.appendText(`\n${facts.join("\n")}`);
  return tooltip;
}

function titleOfFolder(folder: Uri): string {
  const owner = workspace.getWorkspaceFolder(folder);
  const path = owner ? folder.path.slice(owner.uri.path.length + 1) : folder.path;
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  return several && owner ? `${owner.name} (${path}/)` : `This workspace (${path}/)`;
}
