import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import { type Choice, pickOne } from "../shown/quick-pick.ts";

/** A parameter with its value, and what the header has for it, as they are shown. */
export interface ParameterLine<Target> {
  readonly target: Target;
  readonly label: string;
  readonly value: string;
  readonly preset?: string;
  readonly detail?: string;
}

/**
 * Shows a statement's parameters with their values in one list, where Enter runs it.
 *
 * @returns the parameter to change, or what to do with all.
 * @throws CancelledError when the list is closed.
 */
export async function pickParameter<Target>(
  title: string,
  lines: readonly ParameterLine<Target>[],
): Promise<Target | "run" | "defaults"> {
  const items: Choice<Target | "run" | "defaults">[] = [
    { icon: "play", label: t("Run with these values"), value: "run" },
    ...(lines.some(isChanged) ? [{ icon: "discard", label: t("Take the defaults"), value: "defaults" as const }] : []),
    { label: t("Parameters") },
    ...lines.map((line) => ({
      label: line.label,
      description: isChanged(line) ? t("{0} (default: {1})", line.value, line.preset ?? "") : line.value,
      ...(line.detail !== undefined && { detail: line.detail }),
      value: line.target,
    })),
  ];
  const chosen = await pickOne(items, {
    title,
    placeHolder: t("Enter runs the query; choose a parameter to change it"),
    stays: true,
    findsAll: true,
  });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

function isChanged({ value, preset }: ParameterLine<unknown>): boolean {
  return preset !== undefined && value !== preset;
}
