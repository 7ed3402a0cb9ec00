import { type ErrorCode, TenantTrailError } from "../protocol/errors.ts";

/**
 * What the collector does about a failure: try the window again from its first page, leave it to the next run, halve
 * it, take the API's word for how far back it reaches, leave out this source, do that only once so many windows in a row
 * were refused, or stop the tenant.
 */
export type Remedy =
  | { readonly kind: "again" }
  | { readonly kind: "leave" }
  | { readonly kind: "halve" }
  | { readonly kind: "clamp"; readonly floorMs: number }
  | { readonly kind: "skip-source" }
  | { readonly kind: "doubt"; readonly windows: number }
  | { readonly kind: "stop-tenant" };

/** A failure of a request that more attempts of the same request do not mend. */
export class CollectError extends TenantTrailError {
  readonly remedy: Remedy;

  constructor(code: ErrorCode, message: string, remedy: Remedy, cause?: unknown) {
    super(code, message, cause === undefined ? {} : { cause });
    this.remedy = remedy;
  }
}
