import type { ResultSummary } from "../query.ts";

/** Two held results, of which the rows are paired by the columns of a key. */
export interface ComparisonRequest {
  /** The result that is compared with: what is only there is gone. */
  readonly before: string;
  /** The result that is compared: what is only there was added. */
  readonly after: string;
  /** Names of columns that both have, ignoring case. A name that a result has twice is its first column's. */
  readonly keys: readonly string[];
}

/** A column that two results have. */
export interface SharedColumn {
  readonly name: string;
  /** Trino's names of its types, where they differ: it is compared as text. */
  readonly types?: { readonly before: string; readonly after: string };
  /** It cannot be told apart in the order of a person: a list, a row or a map. */
  readonly isNested: boolean;
}

/** What two results can be compared by. */
export interface ComparisonChoice {
  readonly shared: readonly SharedColumn[];
  /** The names that tell the rows of each result apart, as far as that was found out; empty where none do. */
  readonly guess: readonly string[];
  /** Why these: an id among the columns, or the first columns by which no two rows are alike. */
  readonly reason: "id" | "distinct" | "none";
}

/** The held result of a comparison, and what it came to. */
export interface Comparison {
  readonly summary: ResultSummary;
  readonly counts: ComparisonCounts;
}

export interface ComparisonCounts {
  readonly added: number;
  readonly gone: number;
  readonly changed: number;
  /** Rows that both have alike, which are not shown. */
  readonly same: number;
  /** Rows whose key another row of their own result has too, or has in the other result. */
  readonly duplicate: { readonly before: number; readonly after: number };
  /** Rows with NULL in their key. */
  readonly keyless: { readonly before: number; readonly after: number };
}
