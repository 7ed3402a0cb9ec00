import { type Command, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import type { CommandId } from "../registry/command-ids.ts";
import type { ViewItem } from "../registry/view-ids.ts";
import { plainLines, plainText } from "../words/plain-text.ts";

/** What a line of a tree shows. */
export interface TreeLine {
  readonly id: string;
  readonly label: string;
  readonly opens: "nothing" | "closed" | "open";
  readonly description?: string;
  /** Lines of a hover. */
  readonly tooltip?: string;
  /** What a screen reader says. */
  readonly spoken?: string;
  /** A codicon, and a colour of the theme. */
  readonly icon?: string;
  readonly color?: string | undefined;
  readonly item?: ViewItem;
  /** What choosing the line runs, with what. */
  readonly command?: { readonly id: CommandId; readonly title: string; readonly arguments?: readonly unknown[] };
}

const states = {
  nothing: TreeItemCollapsibleState.None,
  closed: TreeItemCollapsibleState.Collapsed,
  open: TreeItemCollapsibleState.Expanded,
} as const;

/** A line of a tree as VS Code draws it. */
export function treeLine(line: TreeLine): TreeItem {
  const item = new TreeItem(plainText(line.label), states[line.opens]);
  item.id = line.id;
  if (line.description !== undefined) item.description = plainText(line.description);
  if (line.tooltip !== undefined) item.tooltip = plainLines(line.tooltip);
  if (line.spoken !== undefined) item.accessibilityInformation = { label: plainText(line.spoken) };
  if (line.icon !== undefined) {
    item.iconPath = new ThemeIcon(line.icon, line.color === undefined ? undefined : new ThemeColor(line.color));
  }
  if (line.item !== undefined) item.contextValue = line.item;
  if (line.command !== undefined) item.command = commandOf(line.command);
  return item;
}

function commandOf({ id, title, arguments: given }: NonNullable<TreeLine["command"]>): Command {
  return { command: id, title: plainText(title), ...(given && { arguments: [...given] }) };
}
