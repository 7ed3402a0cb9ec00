import type { SourceCheckState } from "../../../protocol/collector.ts";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { CollectError, type Remedy } from "../../collect-error.ts";

/** Refusals that a reader of pages or content mends itself. */
export type RefusalReason =
  | "page-token"
  | "no-subscription"
  | "already-subscribed"
  | "content-missing"
  | "content-expired"
  | "not-found";

/** What a failed request means for whoever asked. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly state: Exclude<SourceCheckState, "works">;
  /** What was found, one sentence. */
  readonly detail: string;
  /** What to do next, one sentence; empty when there is nothing to do. */
  readonly nextStep: string;
  readonly remedy: Remedy;
  readonly reason?: RefusalReason;
}

/** A request failed for good. */
export class RefusedError extends CollectError {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    const { code, detail, nextStep, remedy } = refusal;
    super(code, nextStep === "" ? detail : `${detail} ${nextStep}`, remedy, cause);
    this.refusal = refusal;
  }
}

/** True when the request failed for this reason. */
export function isRefusedFor(error: unknown, reason: RefusalReason): error is RefusedError {
  return error instanceof RefusedError && error.refusal.reason === reason;
}

/** The same failure with another remedy. */
export function withRemedy(error: RefusedError, remedy: Remedy): RefusedError {
  return new RefusedError({ ...error.refusal, remedy }, error.cause);
}
