import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitStaged } from "../../../src/lake/commit.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import { createStaging, nameInput, type StagedRow, stageRows } from "../../../src/lake/slices/staging.ts";
import { withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { Source, TableName } from "../../../src/protocol/tables.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";

/** A record in the shape its API answers with, on its way into a lake. */
export interface LogRecord {
  readonly table: TableName;
  readonly record: Readonly<Record<string, unknown>>;
  readonly source?: Source;
  /** Milliseconds after the event at which it was collected; imports have none. */
  readonly observedAfter?: number;
  readonly tenantId?: string;
}

/** A lake in a folder of its own, filled through the real staging and merge. */
export async function makeLake(records: Iterable<LogRecord>): Promise<{ root: string } & AsyncDisposable> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-queries-"));
  const lake = new Lake(new FolderStorage(root));
  await withWorkDatabase(lake.storage, async (connection) => {
    await createStaging(connection);
    await nameInput(connection, 0, `file-${randomUUID()}`);
    let batch: StagedRow[] = [];
    let line = 0;
    for (const each of records) {
      batch.push(stagedRow(each, ++line));
      if (batch.length === 4096) {
        await stageRows(connection, batch);
        batch = [];
      }
    }
    await stageRows(connection, batch);
    const { failed } = await commitStaged(new DuckDBSliceWork(connection, lake.storage), lake);
    if (failed.length > 0) throw new Error(String(failed[0]?.error));
  });
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

function stagedRow(each: LogRecord, line: number): StagedRow {
  const { table, record, source = "graph-beta", observedAfter, tenantId = "tenant" } = each;
  const identity = identifyRecord(table, source, record);
  if ("rejected" in identity) throw new Error(`A ${table} record ${identity.rejected}`);
  const { key, eventTimeMs, timeIsApproximate } = identity;
  const observedMs = observedAfter === undefined ? null : eventTimeMs + observedAfter;
  const raw = JSON.stringify(record);
  return { input: 0, line, table, tenantId, key, eventTimeMs, source, timeIsApproximate, observedMs, late: false, raw };
}
