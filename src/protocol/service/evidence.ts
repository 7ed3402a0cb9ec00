import type {
  EvidenceOutcome,
  EvidenceProgress,
  EvidenceRequest,
  VerifyEvidenceOutcome,
  VerifyEvidenceRequest,
} from "../evidence/evidence-types.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** Writes investigations so that others can check them, and checks them. */
export interface EvidenceService {
  exportEvidence(request: EvidenceRequest, options?: CallOptions<EvidenceProgress>): Promise<EvidenceOutcome>;
  /** Compares an evidence with its manifest, and the slices it names with the open lake; needs no lake. */
  verifyEvidence(
    request: VerifyEvidenceRequest,
    options?: CallOptions<EvidenceProgress>,
  ): Promise<VerifyEvidenceOutcome>;
}

export const evidenceDoing: Doing<EvidenceService> = {
  exportEvidence: "exporting evidence",
  verifyEvidence: "verifying evidence",
};
