import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible } from "../../duckdb/database.ts";
import { tables } from "../../tables/schema/tables.ts";
import { type Existing, isNotEmpty, nameByKeySql, prepareExisting } from "../merge/existing-rows.ts";
import type { MergeChange } from "../merge/merge.ts";
import { mergedRowsSql, newRowsSql, runMerge, sliceRowsSql, type TimeRange } from "../merge/merge-sql.ts";
import { type MergeSize, measureMerge, type UnsortedRows, writeSorted } from "../merge/sorted-runs.ts";
import type { FileStorage } from "../storage/storage.ts";
import { type HeldFile, readContents } from "./held-file.ts";
import { type NewRows, readNewRows } from "./new-rows.ts";
import { type SliceName, slicePath } from "./slice.ts";
import { copySlice, putSlice } from "./slice-file.ts";
import { brokenSlice } from "./slice-footer.ts";
import type { InputChange, SliceOutcome } from "./slice-work.ts";

/** A merge of the rows of the view `selected` (the columns of `runMerge`'s `incoming`, and `input`, `unnamed`, `late`). */
export interface SliceMerge {
  readonly connection: DuckDBConnection;
  readonly storage: FileStorage;
  readonly slice: SliceName;
  readonly held: HeldFile | undefined;
  /** Whether `moves.withdrawn` takes rows from it. */
  readonly loses: boolean;
  /** So many bytes of records are sorted at once. */
  readonly sortBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Merges the selected rows into a held slice and puts the outcome in its place.
 * @throws WriteConflict when the slice was replaced meanwhile; TenantTrailError when it cannot be read or written.
 */
export async function mergeIntoSlice(merge: SliceMerge): Promise<SliceOutcome> {
  const { connection, held, signal } = merge;
  if (held === undefined) {
    const rows = await interruptible(connection, signal, () => readNewRows(connection));
    if (rows.allAdded) return writeNew(merge, rows);
  }
  return mergeByKey(merge);
}

/** Writes a slice of rows that all are added, without looking for those that belong together. */
async function writeNew(merge: SliceMerge, rows: NewRows): Promise<SliceOutcome> {
  const { storage, slice } = merge;
  const { size, contents, inputs } = rows;
  if (size.rows === 0) return { change: undefined, inputs };
  const path = slicePath(slice);
  const unsorted = {
    eventTimes: "SELECT event_ms FROM selected",
    sorted: async (times?: TimeRange) => newRowsSql(times),
  };
  const { sha256, bytes } = await putSlice(
    storage,
    path,
    undefined,
    (file) => writeRows(merge, size, unsorted, file),
    async () => undefined,
  );
  return { change: { path, before: null, after: sha256, bytes, ...contents, ...countsOf(inputs) }, inputs };
}

async function mergeByKey(merge: SliceMerge): Promise<SliceOutcome> {
  const { connection, storage, slice, held, signal } = merge;
  const path = slicePath(slice);
  const existing = await interruptible(connection, signal, () => compare(merge, path));
  const inputs = await readInputs(connection);
  if (inputs.length === 0 && !existing.changes) return { change: undefined, inputs };
  const unsorted = {
    eventTimes: "SELECT event_ms FROM existing UNION ALL SELECT event_ms FROM incoming",
    sorted: async (times?: TimeRange) => {
      if (times !== undefined) await existing.define(times);
      return mergedRowsSql(times);
    },
  };
  const size = await interruptible(connection, signal, () => measureMerge(connection, held?.file));
  const { sha256, bytes, seen } = await putSlice(
    storage,
    path,
    held,
    (file) => writeRows(merge, size, unsorted, file),
    (file) => readContents(connection, file),
  );
  const before = held?.sha256 ?? null;
  return { change: { path, before, after: sha256, bytes, ...seen, ...countsOf(inputs) }, inputs };
}

async function writeRows(merge: SliceMerge, size: MergeSize, unsorted: UnsortedRows, file: string): Promise<void> {
  const { connection, slice, held, sortBytes, signal } = merge;
  await interruptible(connection, signal, () =>
    writeSorted(connection, Math.ceil(size.bytes / sortBytes), unsorted, (sorted) =>
      copySlice(connection, sliceRowsSql(tables[slice.table], sorted), size, held?.sha256 ?? null, file),
    ),
  );
}

/** Finds which of the selected rows change the slice. */
async function compare({ connection, storage, slice, held, loses }: SliceMerge, path: string): Promise<Existing> {
  const table = tables[slice.table];
  try {
    await connection.run("CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM selected");
    const existing = await prepareExisting(connection, table, path, held?.file, loses);
    if (await isNotEmpty(connection, "SELECT 1 FROM incoming WHERE unnamed")) await connection.run(nameByKeySql);
    await runMerge(connection, table);
    return existing;
  } catch (error) {
    if (held !== undefined && /parquet|snapshot/i.test(String(error))) throw brokenSlice(storage.locate(path), error);
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

function countsOf(inputs: readonly InputChange[]): { added: number; updated: number; late: number } {
  const count = (change: MergeChange): number => sum(inputs.filter((input) => input.change === change));
  return {
    added: count("added"),
    updated: count("updated"),
    late: inputs.reduce((total, { late }) => total + late, 0),
  };
}

function sum(changes: readonly InputChange[]): number {
  return changes.reduce((total, { rows }) => total + rows, 0);
}
