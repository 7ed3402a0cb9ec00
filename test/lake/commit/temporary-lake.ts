import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type CommitOptions, type CommitOutcome, commitStaged } from "../../../src/lake/commit.ts";
import { Lake } from "../../../src/lake/lake.ts";
import type { MergeMemory } from "../../../src/lake/slices/duckdb-slice-lane.ts";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { type WorkLimits, withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { FileStorage } from "../../../src/lake/storage/storage.ts";

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

/** The answer to a query that names the lake's folder LAKE. */
export async function askLake(lake: Lake<FileStorage>, sql: string): Promise<unknown[][]> {
  const root = lake.storage.locate("");
  return withWorkDatabase(lake.storage, async (connection) =>
    (await connection.runAndReadAll(sql.replaceAll("LAKE", root))).getRowsJson(),
  );
}

/** The number of rows that a commit added, updated and found late. */
export function totals({ counts }: CommitOutcome): { added: number; updated: number; late: number } {
  const sum = (change: string): number =>
    counts.reduce((rows, count) => (count.change === change ? rows + count.rows : rows), 0);
  return { added: sum("added"), updated: sum("updated"), late: counts.reduce((rows, { late }) => rows + late, 0) };
}
