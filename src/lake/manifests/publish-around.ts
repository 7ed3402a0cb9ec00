import { minuteMs } from "../../base/time-units.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import type { Storage } from "../storage/storage.ts";
import { publishManifests } from "./publish-manifests.ts";

/** A run that goes on for long publishes so often. */
const publishEachMs = minuteMs;

export interface Published<T> {
  readonly result: T;
  /** A sentence for each table of which Athena sees an older state. */
  readonly warnings: readonly string[];
}

/**
 * Keeps Athena's view of a lake up with a run that changes it: what an earlier run left is published first, and then
 * what this one commits, now and then and at its end. A manifest that cannot be written takes nothing from the run: the
 * rows are in the lake, and the next run publishes them. A lake that Athena does not read is left alone.
 *
 * @param tables those that the run may change.
 * @param work is given what it calls after each commit to a table. @throws what `work` throws.
 */
export async function publishAround<T>(
  lake: Lake<Storage>,
  tables: readonly TableName[],
  work: (committed: (table: TableName) => Promise<void>) => Promise<T>,
): Promise<Published<T>> {
  const { addressOf } = lake;
  if (addressOf === undefined) return { result: await work(async () => undefined), warnings: [] };
  const failures = new Map<TableName, string>();
  const behind = new Set<TableName>();
  let publishedMs = lake.time.now();
  const publish = async (table: TableName): Promise<void> => {
    try {
      await publishManifests(lake, table, { addressOf });
      behind.delete(table);
      failures.delete(table);
    } catch (error) {
      if (!(error instanceof TenantTrailError)) throw error;
      behind.add(table);
      failures.set(table, `Athena sees ${table} as it was before, until the next run publishes it. ${error.message}`);
    }
  };
  const publishAll = (of: readonly TableName[]): Promise<unknown> => Promise.all(of.map(publish));
  await publishAll(tables);
  try {
    const result = await work(async (table) => {
      behind.add(table);
      if (lake.time.now() - publishedMs < publishEachMs) return;
      publishedMs = lake.time.now();
      await publish(table);
    });
    await publishAll([...behind]);
    return { result, warnings: [...failures.values()] };
  } catch (error) {
    await publishAll([...behind]);
    throw error;
  }
}
