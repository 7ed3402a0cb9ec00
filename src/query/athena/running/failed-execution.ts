import type { QueryExecution } from "@aws-sdk/client-athena";
import { sourceSpan } from "../../../dialect/text/source-span.ts";
import type { Mapping } from "../../../dialect/text/sql-text.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import { placeOf } from "../../../sqlfile/place.ts";

/** What was sent, and which stretch of it came from which of the user's text. */
export interface SentStatement {
  readonly source: string;
  readonly text: string;
  readonly mappings: readonly Mapping[];
}

/** What a failed run says, and what a person can do about it. */
const causes: readonly (readonly [RegExp, TenantTrailError["code"], string])[] = [
  [
    /bytes scanned limit|scan limit|BytesScannedCutoff/i,
    "sql-failed",
    "The query would scan more than its workgroup allows, and Athena stopped it. Ask for fewer days or columns, or raise the limit of the workgroup.",
  ],
  [
    /HIVE_FILESYSTEM_ERROR|HIVE_CANNOT_OPEN_SPLIT|HIVE_BAD_DATA|NoSuchKey/i,
    "read-failed",
    "Athena could not read a file of the lake, perhaps one that was replaced meanwhile. Run the query again.",
  ],
  [
    /EXCEEDED_(?:LOCAL_|GLOBAL_)?MEMORY_LIMIT|Query exhausted resources|EXCEEDED_MEMORY/i,
    "out-of-memory",
    "The query needs more memory than Athena gives it. Narrow the days (dt) or the columns.",
  ],
  [
    /EXCEEDED_TIME_LIMIT|Query timeout/i,
    "sql-failed",
    "The query took longer than Athena allows. Narrow the days (dt) or the columns.",
  ],
];

const missing = /not authorized to perform: (?<action>[\w-]+:[\w*]+)(?: on resource: (?<resource>\S+))?/;
const noObjectAccess = /Access Denied \(Service: (?:Amazon )?S3/i;

/** A failed or cancelled run of a statement in one sentence, at its place in the user's text. */
export function failedExecution({ Status: status }: QueryExecution, sent: SentStatement): TenantTrailError {
  const said = status?.AthenaError?.ErrorMessage ?? status?.StateChangeReason ?? "";
  const denied = missing.exec(said)?.groups;
  if (denied !== undefined)
    return new TenantTrailError(
      "missing-permission",
      `The permission ${denied["action"]} is missing${denied["resource"] === undefined ? "" : ` on ${denied["resource"].replace(/[.,;]$/, "")}`}, which the query on Athena needs. Ask for it, or choose another profile.`,
    );
  if (noObjectAccess.test(said))
    return new TenantTrailError(
      "missing-permission",
      "The permission s3:GetObject or s3:ListBucket on the lake's bucket, or s3:PutObject where results go, is missing, which the query on Athena needs. Ask for it, or choose another profile.",
    );
  const cause = causes.find(([pattern]) => pattern.test(said));
  if (cause !== undefined) return new TenantTrailError(cause[1], `${cause[2]} Athena says: ${shortened(said)}`);
  if (status?.State === "CANCELLED")
    return new TenantTrailError(
      "sql-failed",
      `The query was cancelled on Athena${said === "" ? "" : `: ${shortened(said)}`}. Run it again.`,
    );
  const place = placeSaid(said, sent);
  const words = shortened(said.replace(/^\w+: /, "").replace(/^line \d+:\d+: /, "")) || "The query failed on Athena.";
  const again = status?.AthenaError?.Retryable === true ? " Running it again may help." : "";
  if (place === undefined) return new TenantTrailError("sql-failed", `${words}${again}`);
  return new TenantTrailError("sql-failed", `${words}${again} (line ${place.line}, column ${place.column})`, { place });
}

/** Athena's `line L:C`, counted in code points of what was sent, as a place in the user's text. */
function placeSaid(said: string, { source, text, mappings }: SentStatement) {
  const found = /\bline (\d+):(\d+)/.exec(said);
  if (found === null) return undefined;
  const lines = text.split("\n");
  const before = lines.slice(0, Number(found[1]) - 1).reduce((length, line) => length + line.length + 1, 0);
  const line = lines[Number(found[1]) - 1] ?? "";
  const column = [...line].slice(0, Number(found[2]) - 1).join("").length;
  const span = sourceSpan(mappings, before + column);
  return span && placeOf(source, span.start, span.end - span.start);
}

function shortened(said: string): string {
  const [line = ""] = said.trim().split("\n", 1);
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
