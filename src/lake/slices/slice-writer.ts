import type { DuckDBConnection } from "@duckdb/node-api";
import { sum } from "../../base/sum.ts";
import { interruptible } from "../../duckdb/database.ts";
import { failureOf } from "../../duckdb/failures.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { type DayPart, partKey } from "../ledger/day-part.ts";
import type { SliceContents } from "../ledger/ledger-entry.ts";
import { type Existing, isNotEmpty, prepareExisting } from "../merge/existing-rows.ts";
import type { MergeChange } from "../merge/merge-law.ts";
import { mergedRowsSql, newRowsSql, runMerge, sliceRowsSql, type TimeRange } from "../merge/merge-sql.ts";
import {
  isBulky,
  type MergeSize,
  measureMerge,
  type UnsortedRows,
  writeInPieces,
  writeSorted,
} from "../merge/sorted-runs.ts";
import { nameByKeySql } from "../merge/unassigned-rows.ts";
import type { FileStorage } from "../storage/storage.ts";
import { writtenColumnBytes } from "./column-bytes.ts";
import { type HeldFile, readContents } from "./held-file.ts";
import { type NewRows, readNewRows } from "./new-rows.ts";
import { copySlice, writeSlice } from "./slice-file.ts";
import { brokenSlice } from "./slice-footer.ts";
import type { InputChange, SliceOutcome, WrittenSlice } from "./slice-work.ts";

/** A merge of the rows of the view `selected` (the columns of `runMerge`'s `incoming`, and `input`, `unnamed`, `late`). */
export interface SliceMerge {
  readonly connection: DuckDBConnection;
  readonly storage: FileStorage;
  readonly part: DayPart;
  readonly held: HeldFile | undefined;
  /** Whether `moves.withdrawn` takes rows from it. */
  readonly loses: boolean;
  /** So many bytes of records are sorted at once. */
  readonly sortBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes the slice of the selected rows merged into a held one.
 * @throws TenantTrailError when that cannot be read or this cannot be written.
 */
export async function mergeIntoSlice(merge: SliceMerge): Promise<SliceOutcome> {
  const { connection, held, signal } = merge;
  if (held === undefined) {
    const rows = await interruptible(connection, signal, () => readNewRows(connection));
    if (rows.allAdded) return writeNew(merge, rows);
  }
  return mergeByKey(merge);
}

/** Writes a slice of rows that are all new, without grouping them by key. */
async function writeNew(merge: SliceMerge, { size, contents, inputs }: NewRows): Promise<SliceOutcome> {
  if (size.rows === 0) return { written: undefined, inputs };
  const unsorted = {
    times: timesOf("selected"),
    sorted: async (times?: TimeRange) => newRowsSql(times),
  };
  const written = await write(merge, size, unsorted, inputs, async (file) => ({
    ...contents,
    columnBytes: await writtenColumnBytes(merge.part.table, file),
  }));
  return { written, inputs };
}

async function mergeByKey(merge: SliceMerge): Promise<SliceOutcome> {
  const { connection, part, held, signal } = merge;
  const existing = await interruptible(connection, signal, () => compare(merge));
  const inputs = await readInputs(connection);
  if (inputs.length === 0 && !existing.changes) return { written: undefined, inputs };
  const unsorted = {
    times: `${timesOf("existing")} UNION ALL ${timesOf("incoming")}`,
    sorted: async (times?: TimeRange) => {
      if (times !== undefined) await existing.define(times);
      return mergedRowsSql(tables[part.table], times);
    },
  };
  const size = await interruptible(connection, signal, () => measureMerge(connection, held?.file));
  const contents = (file: string) => readContents(connection, part.table, file);
  return { written: await write(merge, size, unsorted, inputs, contents), inputs };
}

function timesOf(rows: string): string {
  return `SELECT event_ms, strlen(raw) AS bytes FROM ${rows}`;
}

async function write(
  merge: SliceMerge,
  size: MergeSize,
  unsorted: UnsortedRows,
  inputs: readonly InputChange[],
  contents: (file: string) => Promise<SliceContents>,
): Promise<WrittenSlice> {
  const key = partKey(merge.part);
  const { sha256, bytes, seen, ...written } = await writeSlice(merge.storage, key, async (file) => {
    await writeRows(merge, size, unsorted, file);
    return contents(file);
  });
  const change = { part: key, before: merge.held?.sha256 ?? null, after: sha256, bytes, ...seen, ...countsOf(inputs) };
  return { ...written, change };
}

async function writeRows(merge: SliceMerge, size: MergeSize, unsorted: UnsortedRows, file: string): Promise<void> {
  const { connection, part, held, sortBytes, signal } = merge;
  const derive = (sorted: string): string => sliceRowsSql(tables[part.table], sorted);
  const copy = (rows: string): Promise<void> =>
    copySlice(connection, part.table, rows, size, held?.sha256 ?? null, file);
  await interruptible(connection, signal, () =>
    isBulky(size)
      ? writeInPieces(connection, unsorted, derive, copy)
      : writeSorted(connection, Math.ceil(size.bytes / sortBytes), unsorted, (sorted) => copy(derive(sorted))),
  );
}

/** Finds which of the selected rows change the slice. */
async function compare({ connection, part, held, loses }: SliceMerge): Promise<Existing> {
  const table = tables[part.table];
  try {
    await connection.run("CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM selected");
    const existing = await prepareExisting(connection, table, partKey(part), held?.file, loses);
    if (await isNotEmpty(connection, "SELECT 1 FROM incoming WHERE unnamed")) await connection.run(nameByKeySql);
    await runMerge(connection, table);
    return existing;
  } catch (error) {
    const kind = failureOf(error)?.kind;
    if (held !== undefined && (kind === "broken-parquet" || kind === "missing-file" || kind === "no-access"))
      throw brokenSlice(held.file, error);
    throw error;
  }
}

async function readInputs(connection: DuckDBConnection): Promise<InputChange[]> {
  const reader = await connection.runAndReadAll(
    `SELECT input, change, count(*)::INTEGER, (count(*) FILTER (late AND change = 'added'))::INTEGER
     FROM incoming JOIN winners USING (id) GROUP BY ALL`,
  );
  return reader.getRowsJS().map(([input, change, rows, late]) => ({
    input: Number(input),
    change: change as MergeChange,
    rows: Number(rows),
    late: Number(late),
  }));
}

export function countsOf(inputs: readonly InputChange[]): { added: number; updated: number; late: number } {
  const count = (change: MergeChange): number =>
    sum(
      inputs.filter((input) => input.change === change),
      ({ rows }) => rows,
    );
  return {
    added: count("added"),
    updated: count("updated"),
    late: sum(inputs, ({ late }) => late),
  };
}
