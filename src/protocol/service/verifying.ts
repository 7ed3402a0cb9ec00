import type { VerifyOutcome } from "../lake.ts";
import type { LakeHeads, SeenHeads } from "../ledger-heads.ts";
import type { TableName } from "../tables.ts";
import type { CallOptions, Doing } from "./methods.ts";

export interface VerifyRequest {
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
  /** The heads of the lake's ledgers now, and where they do not go on from heads that were seen before. */
  ledgerHeads(request: { readonly known: LakeHeads }, options?: CallOptions): Promise<SeenHeads>;
}

export const verifyingDoing: Doing<VerifyingService> = {
  verifyIntegrity: "verifying",
  ledgerHeads: "looking at the ledger",
};
