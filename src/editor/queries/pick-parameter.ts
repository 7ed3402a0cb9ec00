import { CancelledError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query.ts";
import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { type Choice, pickOne } from "../shown/quick-pick.ts";
import { onOneLine } from "../words/plain-text.ts";
import { formatParameter } from "./parameter-text.ts";

type ParameterChoice = Choice<ParameterDeclaration | "run" | "defaults">;

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
  const items: ParameterChoice[] = [
    { icon: "play", label: "Run with these values", value: "run" },
    ...(changed.length > 0 ? [{ icon: "discard", label: "Take the defaults", value: "defaults" as const }] : []),
    { label: "Parameters" },
    ...declarations.map((declaration) => parameterItem(declaration, values)),
  ];
  const chosen = await pickOne(items, {
    title,
    placeHolder: "Enter runs the query; choose a parameter to change it",
    stays: true,
    findsAll: true,
  });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

function parameterItem(
  declaration: ParameterDeclaration,
  values: Readonly<Record<string, ParameterValue>>,
): ParameterChoice {
  const { name, default: preset, description } = declaration;
  const note = preset !== undefined && isChanged(declaration, values) ? ` (default: ${textOf(preset)})` : "";
  return {
    label: `:${name}`,
    description: `${textOf(values[name])}${note}`,
    ...(description !== undefined && { detail: onOneLine(description) }),
    value: declaration,
  };
}

function isChanged({ name, default: preset }: ParameterDeclaration, values: Readonly<Record<string, ParameterValue>>) {
  return preset !== undefined && textOf(values[name]) !== textOf(preset);
}

function textOf(value: ParameterValue | undefined): string {
  return (value === undefined ? "" : onOneLine(formatParameter(value))) || "empty";
}
