import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database } from "../../duckdb/database.ts";
import { registerMergeFunctions } from "../merge/merge-functions.ts";
import { makePrivateFolder } from "../storage/private-files.ts";

/**
 * Runs `work` on a DuckDB that only reads a lake: what it spills lies in this process's own temporary folder, outside of
 * the lake, and is deleted afterwards.
 */
export async function withLookDatabase<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `tenanttrail-${process.pid}-${randomUUID()}`);
  await makePrivateFolder(folder);
  try {
    const database = await Database.open({ temporaryFolder: folder, memoryLimit: "400MB" });
    try {
      return await database.use(async (connection) => {
        registerMergeFunctions(connection);
        return work(connection);
      });
    } finally {
      database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
