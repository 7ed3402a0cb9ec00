import { type QuickPickItem, QuickPickItemKind, window } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query.ts";
import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { onOneLine } from "../words/plain-text.ts";
import { formatParameter } from "./parameter-text.ts";

interface ParameterItem extends QuickPickItem {
  readonly choice?: ParameterDeclaration | "run" | "defaults";
}

/**
 * Shows a statement's parameters with their values in one list, where Enter runs it.
 *
 * @returns the parameter to change, or what to do with all.
 * @throws CancelledError when the list is closed.
 */
export async function pickParameter(
  title: string,
  declarations: readonly ParameterDeclaration[],
  values: Readonly<Record<string, ParameterValue>>,
): Promise<ParameterDeclaration | "run" | "defaults"> {
  const changed = declarations.filter((declaration) => isChanged(declaration, values));
  const items: ParameterItem[] = [
    { label: "$(play) Run with these values", choice: "run" },
    ...(changed.length > 0 ? [{ label: "$(discard) Take the defaults", choice: "defaults" as const }] : []),
    { label: "Parameters", kind: QuickPickItemKind.Separator },
    ...declarations.map((declaration) => parameterItem(declaration, values)),
  ];
  const chosen = await window.showQuickPick(items, {
    title: onOneLine(title),
    placeHolder: "Enter runs the query; choose a parameter to change it",
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.choice === undefined) throw new CancelledError();
  return chosen.choice;
}

function parameterItem(
  declaration: ParameterDeclaration,
  values: Readonly<Record<string, ParameterValue>>,
): ParameterItem {
  const { name, default: preset, description } = declaration;
  const note = preset !== undefined && isChanged(declaration, values) ? ` (default: ${textOf(preset)})` : "";
  return {
    label: `:${name}`,
    description: `${textOf(values[name])}${note}`,
    ...(description !== undefined && { detail: onOneLine(description) }),
    choice: declaration,
  };
}

function isChanged({ name, default: preset }: ParameterDeclaration, values: Readonly<Record<string, ParameterValue>>) {
  return preset !== undefined && textOf(values[name]) !== textOf(preset);
}

function textOf(value: ParameterValue | undefined): string {
  return (value === undefined ? "" : onOneLine(formatParameter(value))) || "empty";
}
