import { CancelledError, TenantTrailError } from "../protocol/errors.ts";

/** What an error of DuckDB is about. */
export type FailureKind =
  /** The statement was interrupted. */
  | "interrupted"
  /** Neither memory nor the folder for spilling has room. */
  | "out-of-memory"
  | "disk-full"
  /** The system refuses to open or write a file. */
  | "no-access"
  | "missing-file"
  /** A file is no Parquet, or its footer or pages are damaged. */
  | "broken-parquet"
  /** A locked instance refuses a file or a setting. */
  | "forbidden"
  /** The statement cannot be run as it is written. */
  | "statement"
  /** The statement met a value that it cannot take. */
  | "value"
  /** None of these, or DuckDB does not say. */
  | "other";

/** An error of DuckDB, taken apart. */
export interface Failure {
  readonly kind: FailureKind;
  /** DuckDB's name of the type, without `Error`: `Binder`, `Out of Memory`; empty when it names none. */
  readonly type: string;
  /** DuckDB's own words, without the type and the excerpt of the statement. They are for logs: see `explainError`. */
  readonly words: string;
}

/**
 * What an error of DuckDB says; undefined for an error that is not DuckDB's. The binding gives plain errors whose text
 * is all that is known of them, so the words of the pinned version are known here and nowhere else.
 */
export function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || error instanceof TenantTrailError || error instanceof CancelledError)
    return undefined;
  const { doing = "", type = "", rest = "" } = written.exec(error.message)?.groups ?? {};
  if (doing === "" && type === "") return undefined;
  const words = rest.replace(/\n+LINE \d+:[\s\S]*$/, "").trim();
  return { type, words, kind: kindOf(type, words) };
}

/** Whether the machine, and not the file, kept DuckDB from reading it: another time it may be read. */
export function isOfMachine(error: unknown): boolean {
  const failure = failureOf(error);
  if (failure === undefined) return false;
  const { kind, type, words } = failure;
  const kinds: readonly FailureKind[] = ["interrupted", "out-of-memory", "disk-full", "no-access"];
  return kinds.includes(kind) || (type === "IO" && noAnswer.test(words));
}

/** Whether a table cannot be made because a row in its query has fields without names. */
export function isUnnamedStruct(error: unknown): boolean {
  return failureOf(error)?.words === "A table cannot be created from an unnamed struct";
}

/** `IO Error: …`; `Failed to extract statements: Parser Error: …`; `Failed to append: Failed to commit: …`, without a type. */
const written = /^(?<doing>(?:Failed to [a-z ]+(?:: |$))*)(?:(?<type>[A-Z][A-Za-z -]*?) Error: )?(?<rest>[\s\S]*)$/;

const kindOfType: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["INTERRUPT", "interrupted"],
  ["Out of Memory", "out-of-memory"],
  ["Permission", "forbidden"],
  ["Binder", "statement"],
  ["Catalog", "statement"],
  ["Parser", "statement"],
  ["Syntax", "statement"],
  ["Not implemented", "statement"],
  ["Conversion", "value"],
  ["Out of Range", "value"],
]);

/** Only where the type leaves it open: the words of other types may quote a text of the user's that says anything. */
function kindOf(type: string, words: string): FailureKind {
  const known = kindOfType.get(type);
  if (known !== undefined) return known;
  if (type === "IO" || type === "") {
    if (fullDisk.test(words)) return "disk-full";
    if (noAccess.test(words)) return "no-access";
    if (missing.test(words)) return "missing-file";
  }
  if (aboutParquet.test(words.replaceAll(quoted, "")) && !aboutValues.test(words)) return "broken-parquet";
  return type === "Invalid Input" ? "value" : "other";
}

/** The ends of the system's own words, which DuckDB puts behind the name of the file. */
const fullDisk = /No space left on device$|not enough space on the disk\.?\s*$|Disk quota exceeded$/;
const noAccess =
  /Permission denied$|Read-only file system$|Operation not permitted$|Is a directory$|Access is denied\.?\s*$|used by another process\.?\s*$/;
const noAnswer =
  /Input\/output error$|Too many open files(?: in system)?$|Stale file handle$|timed out$|Cannot allocate memory$|Host is down$|Transport endpoint is not connected$/;
const missing = /^No files found that match|No such file or directory$|cannot find the (?:file|path) specified\.?\s*$/;

/** DuckDB's reader of Parquet and the libraries under it. */
const aboutParquet =
  /parquet|No magic bytes|Footer length error|decompress|TProtocolException|don't know what type|out of buffer|thrift|corrupt|dictionary|page|could not read/i;

/** A name, or a value of the user's or of a log's. */
const quoted = /'[^']*'|"[^"]*"/g;

/** What functions say of a value. */
const aboutValues = /^(?:Could not parse|More than one row|Values were not provided)/;
