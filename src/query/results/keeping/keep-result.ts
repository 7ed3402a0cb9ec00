import { randomUUID } from "node:crypto";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { interruptible, literal } from "../../../duckdb/database.ts";
import { makePrivate } from "../../../lake/storage/private-files.ts";
import { throwIfCancelled } from "../../../protocol/errors.ts";
import type { KeepOutcome, KeepRequest, KeptResult } from "../../../protocol/evidence/kept-result.ts";
import type { HeldResult } from "../held-result.ts";
import { displayText } from "../json-values.ts";
import { moveIntoPlace } from "../move-into-place.ts";
import { keptFiles } from "./kept-files.ts";
import { isTypeText, typeText } from "./type-text.ts";

/** Types that Parquet has not, or would not give back: they are kept as their text. */
const keptAsText: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.INTERVAL,
  DuckDBTypeId.TIME_TZ,
]);

/** Types of which no text is known that gives the same value again. */
const neverKept = /\b(?:BIGNUM|UNION|VARIANT|ENUM|SQLNULL)\b/;
/** Within lists, rows and maps, where they would have to be rebuilt one by one. */
const notWithin = /\b(?:BIT|HUGEINT|UHUGEINT|INTERVAL|TIME WITH TIME ZONE|BIGNUM)\b/;

/**
 * Keeps a result on the disk, so that it can be reopened by another process: its rows as Parquet, and what is known of
 * it as JSON. The description comes last, so that what has one is whole.
 * @param scratchFolder the only folder that the locked engine may write to.
 * @throws TenantTrailError `write-failed`, `disk-full`; CancelledError.
 */
export async function keepResult(
  held: HeldResult,
  connection: DuckDBConnection,
  request: KeepRequest,
  scratchFolder: string,
  signal: AbortSignal | undefined,
): Promise<KeepOutcome> {
  const { summary, origin, columns, table } = held;
  const odd = columns.find(({ type }) => !isKeepable(type));
  if (odd !== undefined) return { reason: `its column ${odd.shown.name} is of a type that is not kept` };
  if (summary.isArriving) return { reason: "its rows had not all arrived" };
  const files = keptFiles(request);
  const scratch = join(scratchFolder, `kept-${randomUUID()}.parquet`);
  try {
    const values = columns.map(({ sql, type }, index) => `${keptValue(sql, type)} AS c${index}`);
    const query = `SELECT ${values.join(", ")} FROM ${table} AS held ORDER BY held.rowid`;
    await interruptible(connection, signal, () =>
      connection.run(`COPY (${query}) TO ${literal(scratch)} (FORMAT parquet, COMPRESSION zstd)`),
    );
    const { size } = await stat(scratch);
    if (size > request.mostBytes) return { reason: `it has ${size} bytes, and at most ${request.mostBytes} are kept` };
    throwIfCancelled(signal);
    await makePrivate(scratch);
    await mkdir(request.folder, { recursive: true, mode: 0o700 });
    await rm(files.about, { force: true });
    await moveIntoPlace(scratch, files.rows, signal);
    const kept: KeptResult = {
      version: 1,
      summary,
      origin,
      types: columns.map(({ type }) => typeText(type)),
      keptAt: new Date().toISOString(),
    };
    const about = `${scratch}.json`;
    await writeFile(about, JSON.stringify(kept), { mode: 0o600 });
    await moveIntoPlace(about, files.about, undefined);
    return { bytes: size };
  } finally {
    for (const left of [scratch, `${scratch}.json`]) await rm(left, { force: true });
  }
}

function isKeepable(type: DuckDBType): boolean {
  const text = typeText(type);
  if (neverKept.test(text) || !isTypeText(text)) return false;
  return keptAsText.has(type.typeId) || !notWithin.test(text);
}

function keptValue(sql: string, type: DuckDBType): string {
  if (!keptAsText.has(type.typeId)) return sql;
  return type.typeId === DuckDBTypeId.INTERVAL ? `${sql}::VARCHAR` : displayText(sql, type);
}
