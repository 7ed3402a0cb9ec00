import { type ErrorCode, TenantTrailError } from "../protocol/errors.ts";
import { type FailureKind, failureOf } from "./failures.ts";

type Told = readonly [code: ErrorCode, what: string, next: string];

/** What failed and what to do about it; the sentence begins with what was being done. */
const told: Readonly<Record<FailureKind, Told>> = {
  interrupted: ["internal", "was interrupted by something else", "Do it again."],
  "out-of-memory": [
    "out-of-memory",
    "needs more memory than TenantTrail takes of this machine",
    "Do it with less at once, or when other work has ended.",
  ],
  "disk-full": ["disk-full", "found the disk full", "Free some space and do it again."],
  "no-access": [
    "read-failed",
    "was refused a file by the system",
    "Check the permissions of the lake's folder, then do it again.",
  ],
  "missing-file": [
    "read-failed",
    "did not find a file that it needs",
    "Do it again; if it is still missing, verify the lake.",
  ],
  "broken-parquet": [
    "broken-slice",
    "found a file that is no Parquet or is damaged",
    "Verify the lake to see which one it is.",
  ],
  forbidden: [
    "internal",
    "asked the query engine for something that it is not allowed",
    "The log has the engine's words.",
  ],
  statement: ["internal", "failed in the query engine", "The log has the engine's words; please report it with them."],
  value: [
    "internal",
    "met a value that the query engine cannot take",
    "The log has the engine's words; please report it with them.",
  ],
  other: ["internal", "failed in the query engine", "Do it again; the log has the engine's words."],
};

/**
 * An error of DuckDB in words for a person, of work whose SQL is ours: DuckDB's own text is its `cause` and nothing else,
 * because it names what nobody has written and advises settings that nobody can make. A failure of a user's statement is
 * told by `explainError`. Any other error comes back as it is.
 * @param doing what was being done, in words that follow "while", as `lakeDoing` has them.
 */
export function toldFailure(error: unknown, doing: string): unknown {
  const failure = failureOf(error);
  if (failure === undefined) return error;
  const [code, what, next] = told[failure.kind];
  const subject = doing.charAt(0).toUpperCase() + doing.slice(1);
  return new TenantTrailError(code, `${subject} ${what}. ${next}`, { cause: error });
}

/** DuckDB's own words behind an error that was told in others, for the log; undefined when there are none. */
export function wordsBehind(error: unknown): Error | undefined {
  let cause = error instanceof TenantTrailError ? error.cause : undefined;
  // What was told twice has its cause deeper; a circle of causes must end too.
  for (let depth = 0; depth < 8 && cause instanceof TenantTrailError; depth += 1) cause = cause.cause;
  return cause instanceof Error && failureOf(cause) !== undefined ? cause : undefined;
}
