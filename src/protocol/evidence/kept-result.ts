import type { ResultSummary } from "../query.ts";
import type { ResultOrigin } from "./result-origin.ts";

/** A result as it is kept on the disk beside its rows. */
export interface KeptResult {
  readonly version: 1;
  readonly summary: ResultSummary;
  readonly origin: ResultOrigin;
  /** The engine's own types of the columns, which are `c0`, `c1`, … in the file. */
  readonly types: readonly string[];
  /** ISO 8601. */
  readonly keptAt: string;
}

/** Where a result is kept: `<folder>/<name>.parquet` and `<folder>/<name>.json`. */
export interface KeptPlace {
  /** Absolute. */
  readonly folder: string;
  /** A file's name without ending. */
  readonly name: string;
}

/** A kept result that is wanted. */
export interface ReopenRequest extends KeptPlace {
  /** A file that says to be another one's is none. */
  readonly resultId: string;
}

export interface KeepRequest extends ReopenRequest {
  /** More bytes are not kept. */
  readonly mostBytes: number;
}

/** Whether a result is kept, or in a sentence why not. */
export type KeepOutcome = { readonly bytes: number } | { readonly reason: string };

export interface ReopenedResult {
  readonly summary: ResultSummary;
  readonly keptAt: string;
}
