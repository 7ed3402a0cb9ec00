import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { literal } from "../../../src/duckdb/database.ts";
import { commitStaged } from "../../../src/lake/commit.ts";
import type { CommitOptions, CommitOutcome } from "../../../src/lake/committing/commit-options.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { parsePartKey } from "../../../src/lake/ledger/day-part.ts";
import type { MergeMemory } from "../../../src/lake/slices/duckdb-slice-lane.ts";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { type WorkLimits, withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { FileStorage } from "../../../src/lake/storage/storage.ts";
import type { TableName } from "../../../src/protocol/tables.ts";

/** A folder for a lake that is deleted after the test. */
export async function lakeFolder(context: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-lake-"));
  context.after(() => rm(root, { recursive: true, force: true }));
  return root;
}

export async function temporaryLake(context: TestContext): Promise<Lake> {
  return new Lake(new FolderStorage(await lakeFolder(context)));
}

export function signIn(id: string, createdDateTime: string, more: object = {}): StagedRow {
  return {
    input: 0,
    line: 1,
    table: "signins",
    tenantId: "t1",
    key: id,
    eventTimeMs: Date.parse(createdDateTime),
    source: "graph-beta",
    timeIsApproximate: false,
    observedMs: null,
    late: false,
    raw: JSON.stringify({ id, createdDateTime, ...more }),
  };
}

/** Commits rows through DuckDB, in a work database of their own. */
export async function commitRows(
  lake: Lake<FileStorage>,
  rows: readonly StagedRow[],
  options: CommitOptions & { readonly memory?: MergeMemory; readonly limits?: WorkLimits } = {},
): Promise<CommitOutcome> {
  return withWorkDatabase(
    lake.storage,
    async (connection, further) => {
      const work = new DuckDBSliceWork(connection, lake.storage, options.memory, further);
      await work.stage(rows, new Map(rows.map(({ input }) => [input, `request-${input}`])));
      return commitStaged(work, lake, options);
    },
    options.limits,
  );
}

/** The answer to a query that names a table's slices `LAKE(table)`, or those of a day `LAKE(table, YYYY-MM-DD)`. */
export async function askLake(lake: Lake<FileStorage>, sql: string): Promise<unknown[][]> {
  const asked = [...sql.matchAll(/LAKE\(([a-z]+)(?:, ([0-9-]+))?\)/g)];
  let text = sql;
  for (const [name, table, day] of asked) {
    const files = await sliceFiles(lake, table as TableName, day);
    text = text.replaceAll(name, `[${files.map(literal).join(", ")}]`);
  }
  return withWorkDatabase(lake.storage, async (connection) => (await connection.runAndReadAll(text)).getRowsJson());
}

/** The files of a table's slices, or of those of one day, as the ledger names them, in the order of their parts. */
export async function sliceFiles(lake: Lake<FileStorage>, table: TableName, day?: string): Promise<string[]> {
  const { state } = await lake.ledger(table).read();
  const keys = [...state.slices.keys()].filter((key) => day === undefined || parsePartKey(key)?.day === day);
  return keys.sort().map((key) => lake.storage.locate(state.slices.get(key)?.path ?? ""));
}

/** The file of the one slice of a day. */
export async function sliceFile(lake: Lake<FileStorage>, table: TableName, day: string): Promise<string> {
  const [file, more] = await sliceFiles(lake, table, day);
  if (file === undefined || more !== undefined) throw new RangeError(`${table} has not one slice on ${day}`);
  return file;
}

/** The number of rows that a commit added, updated and found late. */
export function totals({ counts }: CommitOutcome): { added: number; updated: number; late: number } {
  const sum = (change: string): number =>
    counts.reduce((rows, count) => (count.change === change ? rows + count.rows : rows), 0);
  return { added: sum("added"), updated: sum("updated"), late: counts.reduce((rows, { late }) => rows + late, 0) };
}
