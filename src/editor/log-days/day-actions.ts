import { commands, env, Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { VerifyArguments } from "../api/api-types.ts";
import { daysOf, type LogDayNode } from "./log-days-model.ts";

/** The nodes that a context action is about: the whole selection when the clicked one is part of it. */
export function chosenNodes<Node extends { readonly id: string }>(
  clicked: Node | undefined,
  selected: readonly Node[],
): readonly Node[] {
  if (clicked === undefined) return selected;
  return selected.some(({ id }) => id === clicked.id) ? selected : [clicked];
}

/** Shows the first chosen slice in the system's file manager, or in the explorer where there is none. */
export async function revealSlice(nodes: readonly LogDayNode[]): Promise<void> {
  const uri = Uri.file(firstSlice(nodes));
  const inWorkspace = workspace.getWorkspaceFolder(uri) !== undefined;
  await commands.executeCommand(
    env.remoteName === undefined || !inWorkspace ? "revealFileInOS" : "revealInExplorer",
    uri,
  );
}

/** Copies the paths of the chosen days' slices, one a line. */
export async function copySlicePaths(nodes: readonly LogDayNode[]): Promise<void> {
  firstSlice(nodes);
  await env.clipboard.writeText(slicesOf(nodes).join("\n"));
}

/** What to verify for the chosen nodes: their table when there is one, and their first and last day. */
export function verifyArgumentsOf(nodes: readonly LogDayNode[]): VerifyArguments {
  const days = daysOf(nodes);
  const dates = days.map(({ day }) => day).sort();
  const tables = [...new Set(days.map(({ table }) => table))];
  const [table, another] = tables;
  const from = dates[0];
  const to = dates.at(-1);
  return {
    ...(table !== undefined && another === undefined && { table }),
    ...(from !== undefined && to !== undefined && { from, to }),
  };
}

function slicesOf(nodes: readonly LogDayNode[]): readonly string[] {
  return daysOf(nodes).flatMap(({ slices }) => slices);
}

/** @throws TenantTrailError when the chosen days have no file. */
function firstSlice(nodes: readonly LogDayNode[]): string {
  const [slice] = slicesOf(nodes);
  if (slice !== undefined) return slice;
  throw new TenantTrailError("bad-argument", t("No file is kept for this day. Choose a day with rows."));
}
