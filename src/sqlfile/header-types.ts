import type { ChartDeclaration } from "../protocol/chart/chart-spec.ts";
import type { TextPlace } from "../protocol/errors.ts";
import type { ParameterDeclaration } from "../protocol/query-parameters.ts";

export const severities = ["informational", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

export const tileSizes = ["normal", "wide"] as const;

/** Where a query's tile stands on the dashboard. */
export interface DashboardPlace {
  /** Lower ones stand first. */
  readonly order: number;
  /** A wide one takes two columns. */
  readonly size: (typeof tileSizes)[number];
}

/** What the header of a saved query says about it. */
export interface Header {
  readonly title?: string;
  readonly description?: string;
  readonly severity?: Severity;
  /** ATT&CK technique ids such as `T1110.003`. */
  readonly attack: readonly string[];
  readonly tables: readonly string[];
  readonly params: readonly ParameterDeclaration[];
  readonly chart?: ChartDeclaration;
  /** It is a tile of the dashboard. */
  readonly dashboard?: DashboardPlace;
  /** Keys that are not ours, as written. */
  readonly other: Readonly<Record<string, unknown>>;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** The key that it is about, where that matters: what is wrong with parameters keeps a statement from running. */
  readonly about?: "params";
  readonly message: string;
  /** UTF-16 offsets in the file. */
  readonly start: number;
  readonly end: number;
  readonly place: TextPlace;
}

/** The block and what it says; a broken block has the fields that could be read, and diagnostics. */
export interface HeaderBlock {
  readonly header: Header;
  readonly diagnostics: readonly Diagnostic[];
  /** From `/*---` to after `---*\/`. */
  readonly start: number;
  readonly end: number;
}
