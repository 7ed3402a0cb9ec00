import type { LeftOutResult } from "../../../protocol/evidence/evidence-types.ts";
import type { AthenaRun, ReadSlice } from "../../../protocol/evidence/result-origin.ts";
import type { LedgerHead } from "../../../protocol/ledger-heads.ts";
import type { ResultColumn, ResultSummary } from "../../../protocol/query.ts";
import type { TableName } from "../../../protocol/tables.ts";

/** How a slice that an answer was read from stands when the evidence is written, or checked. */
export type SliceStanding =
  /** The ledger names it, and its file has the bytes that it had. */
  | "same"
  /** A later merge replaced it; the lake holds its rows in another slice. */
  | "replaced"
  /** The ledger names it, and its file is not there. */
  | "gone"
  /** Its file has other bytes than the ledger says. */
  | "changed"
  /** The ledger names nothing there any more, or cannot be read. */
  | "unknown";

/** A statement as `investigation.json` tells it. */
export interface EvidenceStatement {
  readonly number: number;
  readonly title: string;
  readonly sql: string;
  readonly remark?: string;
  readonly leftOut?: LeftOutResult & { readonly sentence: string };
  readonly result?: EvidenceResult;
}

export interface EvidenceResult {
  readonly engine: ResultSummary["engine"];
  readonly lake: string;
  readonly simulated: boolean;
  readonly params: ResultSummary["params"];
  readonly asked: readonly string[];
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  readonly elapsedMs: number;
  readonly scannedBytes: number;
  /** The rows were read for the export, because those shown before were held no longer. */
  readonly ranAgain: boolean;
  readonly rows: number;
  readonly columns: readonly ResultColumn[];
  readonly csv: string;
  readonly parquet: string;
  /** What was not read or is not shown as it is, in sentences. */
  readonly notRead: readonly string[];
  readonly coverage: ResultSummary["coverage"];
  readonly athena?: AthenaRun;
  /** Null where nothing is known of what was read. */
  readonly read: readonly EvidenceRead[] | null;
  /** What of it has changed since it was read, in sentences. */
  readonly changedSince: readonly string[];
}

export interface EvidenceRead {
  readonly table: TableName;
  /** The newest entry of the table's ledger when it was read; null for a damaged or empty one. */
  readonly entry: LedgerHead | null;
  /** Paths of `slices` below. */
  readonly slices: readonly string[];
}

export interface EvidenceSlice extends ReadSlice {
  readonly table: TableName;
  readonly lake: string;
  readonly standing: SliceStanding;
  /** The numbers of the statements that read it. */
  readonly readBy: readonly number[];
}

/** A file that was imported, of which rows are in the slices that were read. */
export interface EvidenceImport {
  readonly sha256: string;
  readonly table: TableName;
  /** How its rows were recognised, `portal-csv` for example. */
  readonly source: string;
  readonly rows: number;
}

/** All of `investigation.json`. */
export interface EvidenceFacts {
  readonly format: string;
  readonly version: number;
  readonly title: string;
  readonly exportedAt: string;
  readonly madeBy: { readonly product: "TenantTrail"; readonly version: string; readonly editor: string };
  readonly engines: readonly { readonly engine: string; readonly version: string }[];
  /** Whether CSV files hold formulas as they are, or with an apostrophe before them. */
  readonly formulas: "neutralised" | "kept";
  readonly file?: string;
  readonly statements: readonly EvidenceStatement[];
  readonly slices: readonly EvidenceSlice[];
  /** Null where the slices could not be looked into; `importsNote` says why. */
  readonly imports: readonly EvidenceImport[] | null;
  readonly importsNote?: string;
  readonly warnings: readonly string[];
}
