import type { LedgerHead } from "../ledger-heads.ts";
import type { TableName } from "../tables.ts";

/** A slice that an answer was read from, as the ledger named it then. */
export interface ReadSlice {
  /** In the lake, with `/`. */
  readonly path: string;
  /** Of its bytes, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  /** Number of the entry of the ledger that names it. */
  readonly n: number;
}

/** What an answer read of one table. */
export interface ReadTable {
  readonly table: TableName;
  /** The newest entry of the table's ledger when it was read; absent for a ledger that is damaged or has none. */
  readonly entry?: LedgerHead;
  /** The slices that could hold a row of the answer. */
  readonly slices: readonly ReadSlice[];
}

/** How Athena names a run. */
export interface AthenaRun {
  readonly queryId: string;
  readonly workgroup: string;
  readonly database: string;
  readonly engineVersion?: string;
}

/** Where the rows of a result come from, beside what its summary says. */
export interface ResultOrigin {
  /** Undefined where the connection has no ledger: nothing is known of what was read. */
  readonly read?: readonly ReadTable[];
  readonly athena?: AthenaRun;
}
