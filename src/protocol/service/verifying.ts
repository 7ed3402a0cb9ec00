import type { RecoverOutcome, RecoverProgress, VerifyOutcome } from "../lake.ts";
import type { LakeHeads, SeenHeads } from "../ledger-heads.ts";
import type { TableName } from "../tables.ts";
import type { CallOptions, Doing } from "./methods.ts";

export interface VerifyRequest {
  /** The folder of a lake, open or not; it is only read. Left out, the open one. */
  readonly path?: string;
  readonly table?: TableName;
  /** First and last log day, `YYYY-MM-DD`, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Heads of the ledger that were kept outside the lake: it must go on from them. */
  readonly heads?: LakeHeads;
}

export interface VerifyProgress {
  readonly checked: number;
  readonly total: number;
}

/** Compares what the lake holds with its ledger, and the ledger with what was seen of it before. */
export interface VerifyingService {
  verifyIntegrity(request: VerifyRequest, options?: CallOptions<VerifyProgress>): Promise<VerifyOutcome>;
  /** Merges the rows of slices that the ledgers do not name back into the open lake. */
  recoverRows(request: { readonly table?: TableName }, options?: CallOptions<RecoverProgress>): Promise<RecoverOutcome>;
  /** The heads of the lake's ledgers now, and where they do not go on from heads that were seen before. */
  ledgerHeads(request: { readonly known: LakeHeads }, options?: CallOptions): Promise<SeenHeads>;
}

export const verifyingDoing: Doing<VerifyingService> = {
  verifyIntegrity: "verifying",
  recoverRows: "recovering rows",
  ledgerHeads: "looking at the ledger",
};
