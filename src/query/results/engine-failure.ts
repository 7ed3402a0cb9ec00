import type { DuckDBConnection } from "@duckdb/node-api";
import { failureOf } from "../../duckdb/failures.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";

/** The memory the engine may use, as it writes it itself (`572.2 MiB`); `its memory` when it does not say. */
export async function memoryLimit(connection: DuckDBConnection): Promise<string> {
  const reader = await connection.runAndReadAll("SELECT current_setting('memory_limit')");
  return String(reader.getRowsJson()[0]?.[0] ?? "its memory");
}

/**
 * Names what a person can do about an engine that ran out of memory or disk.
 * @returns undefined for every other failure, whose meaning only the caller knows.
 */
export function outOfRoom(error: unknown, limit: string): TenantTrailError | undefined {
  const kind = failureOf(error)?.kind;
  if (kind === "disk-full")
    return new TenantTrailError(
      "disk-full",
      "The disk is full, so the result could not be written. Free some space and run it again.",
      {
        cause: error,
      },
    );
  if (kind === "out-of-memory")
    return new TenantTrailError(
      "out-of-memory",
      `The result needs more than the ${limit} of memory that queries may use. Ask for fewer columns, days or rows, or close other results and run it again.`,
      { cause: error },
    );
  return undefined;
}

/** An engine's failure on SQL that we wrote ourselves. */
export function asTenantTrailError(error: unknown, limit: string, doing: string): Error {
  if (error instanceof TenantTrailError || error instanceof CancelledError) return error;
  const room = outOfRoom(error, limit);
  if (room !== undefined) return room;
  if (failureOf(error) === undefined && error instanceof Error) return error;
  return new TenantTrailError(
    "internal",
    `${doing} failed in the query engine, which says why in the log. Run the query again and try once more.`,
    { cause: error },
  );
}
