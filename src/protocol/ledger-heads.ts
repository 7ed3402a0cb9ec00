import type { TableName } from "./tables.ts";

/** The newest entry of a table's ledger: its number, and the SHA-256 of its bytes, lower-case hex. */
export interface LedgerHead {
  readonly n: number;
  readonly sha256: string;
}

/** The heads of a lake's ledgers; a table without entries has none. */
export type LakeHeads = Readonly<Partial<Record<TableName, LedgerHead>>>;

/** Where a lake's ledger does not go on from a head that was seen before. */
export interface BrokenHead {
  readonly table: TableName;
  /** A sentence for a person. */
  readonly reason: string;
}

export interface SeenHeads {
  readonly heads: LakeHeads;
  readonly broken: readonly BrokenHead[];
}
