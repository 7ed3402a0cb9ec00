import type { Span } from "../dialect/parse/syntax.ts";
import { sourceSpan } from "../dialect/text/source-span.ts";
import type { Translation } from "../dialect/translate.ts";
import { type FailureKind, failureOf } from "../duckdb/failures.ts";
import { type ErrorCode, TenantTrailError } from "../protocol/errors.ts";
import { placeOf } from "../sqlfile/place.ts";
import { inTheirWords } from "./engine-words.ts";

const tooLarge = "The query needs more memory than this machine gives it. Narrow the days (dt) or the columns";

const inTheLog = "The log has the engine's own words";

/** What a statement failed of, where the engine's words are not known here. */
const unknown: Readonly<Record<FailureKind, readonly [code: ErrorCode, sentence: string]>> = {
  interrupted: ["sql-failed", "The query was interrupted by something else. Run it again"],
  "out-of-memory": ["out-of-memory", tooLarge],
  "disk-full": ["disk-full", "The disk is full, so the query could not be finished. Free some space and run it again"],
  "no-access": ["read-failed", `The query was refused a file by the system. ${inTheLog}`],
  "missing-file": [
    "read-failed",
    "A file that the query reads is gone. Run it again, and verify the lake if it stays so",
  ],
  "broken-parquet": ["broken-slice", "A file that the query reads is damaged. Verify the lake to see which one it is"],
  forbidden: ["sql-refused", "The statement asks for something that queries may not do on this machine"],
  statement: ["sql-failed", `The query engine of this machine cannot run this as it is written. ${inTheLog}`],
  value: ["sql-failed", `A function or a cast met a value that it cannot take. ${inTheLog}`],
  other: ["sql-failed", `The query engine of this machine failed at this statement. ${inTheLog}`],
};

/**
 * Turns an error of DuckDB about a translation into one about the user's text: in the user's words, with line and
 * column there where the error has a place. DuckDB's own text is the `cause` and nothing else. An error that is not
 * DuckDB's comes back as it is.
 */
export function explainError(error: unknown, translation: Translation): unknown {
  const failure = failureOf(error);
  if (failure === undefined || !(error instanceof Error)) return error;
  // When the engine gives no message, its binding says only that it failed.
  if (failure.type === "")
    return new TenantTrailError(
      "sql-failed",
      "The query engine could not run this statement and does not say why in words of SQL. Take parts of it away to find the one it fails on; the log has its own words.",
      { cause: error },
    );
  const offset = caretOffset(error.message, translation.sql);
  const raised = /^Could not convert string 'trino (?<place>\d+): (?<words>[\s\S]*)' to BOOL/.exec(
    failure.words,
  )?.groups;
  const known =
    raised?.["words"] ??
    (isOfStatement(failure.kind) ? inTheirWords(failure.words, translation.parameters) : undefined);
  const [code, sentence] = unknown[failure.kind];
  const words = known ?? sentence;
  const span =
    raised !== undefined
      ? translation.mappings[Number(raised["place"])]?.from
      : offset === undefined
        ? quotedIn(failure.words, translation.source)
        : sourceSpan(translation.mappings, offset);
  if (span === undefined) return new TenantTrailError(code, words, { cause: error });
  const place = placeOf(translation.source, span.start, span.end - span.start);
  return new TenantTrailError(code, `${words} (line ${place.line}, column ${place.column})`, { cause: error, place });
}

/** Whether words of DuckDB may be known; those of files and memory are told by their kind. */
function isOfStatement(kind: FailureKind): boolean {
  return kind === "statement" || kind === "value" || kind === "other";
}

/** Where a text that the message quotes stands as a literal, when it stands there once: constants have no caret. */
function quotedIn(words: string, source: string): Span | undefined {
  for (const [literal] of words.matchAll(/'[^']+'/g)) {
    const start = source.indexOf(literal);
    if (start !== -1 && source.indexOf(literal, start + 1) === -1) return { start, end: start + literal.length };
  }
  return undefined;
}

/** DuckDB shows the line, shortened on both sides with `...`, and a caret under the place. */
function caretOffset(message: string, sql: string): number | undefined {
  const found = /\nLINE (\d+): ([^\n]*)\n([ ]*)\^/.exec(message);
  if (found === null) return undefined;
  const [, number = "1", shown = "", indent = ""] = found;
  const lineStart = startOfLine(sql, Number(number));
  const line = sql.slice(lineStart).split("\n", 1)[0] ?? "";
  const caret = indent.length - `LINE ${number}: `.length;
  const cutLeft = shown.startsWith("...") ? 3 : 0;
  const snippet = shown.slice(cutLeft).replace(/\.\.\.$/, "");
  const at = line.indexOf(snippet);
  if (at === -1 || (cutLeft > 0 && line.indexOf(snippet, at + 1) !== -1)) return undefined;
  return lineStart + at + Math.max(caret - cutLeft, 0);
}

function startOfLine(sql: string, line: number): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = sql.indexOf("\n", start) + 1;
  return start;
}
