import { type Clock, timeOn } from "../../shared/shown-time.ts";
import { branchWords, isBranch } from "../cell/value-tree.ts";
import type { FieldStep, RecordField } from "./record-lines.ts";

/** Where a value stands, as one would write it: `status.errorCode`, `targetResources[0].id`. */
export function fieldName(column: string, path: readonly (FieldStep | null)[]): string {
  return path.reduce<string>((name, step) => {
    if (step === null) return `${name}[]`;
    return typeof step === "number" ? `${name}[${step}]` : `${name}.${step}`;
  }, column);
}

/** The place of a value for a filter: an index means any element, for lists are in no order that can be asked for. */
export function filterPath(path: readonly FieldStep[]): readonly (string | null)[] {
  return path.map((step) => (typeof step === "number" ? null : step));
}

/** A value as text that can be pasted: nested values as JSON, NULL as nothing. */
export function copiedText({ own }: Pick<RecordField, "own">): string {
  return isBranch(own) ? JSON.stringify(own) : String(own ?? "");
}

/** A value as its line shows it, without the inside of a branch; `clock` for a time. */
export function lineText({ value }: RecordField, clock: Clock | undefined): string {
  if (value === null) return "NULL";
  if (value === "") return "empty";
  if (isBranch(value)) return branchWords(value);
  return clock !== undefined && typeof value === "string" ? timeOn(clock, value) : String(value);
}
