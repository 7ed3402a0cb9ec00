import { type FailureKind, failureOf } from "../duckdb/failures.ts";
import { redactedText } from "./redacted-text.ts";

/** DuckDB quotes the values that it met in what it says of these. */
const quoting: ReadonlySet<FailureKind> = new Set<FailureKind>(["value", "other"]);

/**
 * What DuckDB itself said of a failure, for whoever mends it; undefined for an error that is not DuckDB's. Nothing that it
 * quotes of a log is left: a value may hold quotation marks, so all that follows the first is left out.
 * @param names as `redactedText` takes them.
 */
export function redactedEngineWords(error: unknown, names: readonly string[]): string | undefined {
  const failure = failureOf(error);
  if (failure === undefined) return undefined;
  const { type, kind, words } = failure;
  const said = quoting.has(kind) ? words.replace(/["'`“][\s\S]*$/, "(left out)") : words;
  return redactedText(type === "" ? said : `${type}: ${said}`, names);
}
