import { TenantTrailError } from "../../protocol/errors.ts";
import type { Lake } from "../lake.ts";
import type { VerifiedLedger } from "./verify-ledger.ts";

/** Files in a table's folder that no entry of its ledger has ever named, and what keeps the folder from being listed. */
export interface Strays {
  readonly paths: readonly string[];
  /** A sentence that names the path, when the folder holds what is no plain file or folder. */
  readonly refused?: string;
}

/** Looks for files of a table that its ledger does not know: an import that was killed leaves some, and a hand may. */
export async function findStrays(
  lake: Lake,
  { table, named }: Pick<VerifiedLedger, "table" | "named">,
  signal: AbortSignal | undefined,
): Promise<Strays> {
  try {
    const paths = await lake.storage.names(`${table}/`, { signal });
    return { paths: paths.filter((path) => !named.has(path)) };
  } catch (error) {
    if (!(error instanceof TenantTrailError) || error.code !== "unsafe-lake") throw error;
    return { paths: [], refused: error.message };
  }
}
