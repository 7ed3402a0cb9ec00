import type { Source, TableName } from "./tables.ts";

/** Which lake is browsed and asked. */
export type Connection =
  | { readonly kind: "folder"; readonly path: string }
  | {
      readonly kind: "aws";
      readonly profile?: string;
      readonly region: string;
      readonly stack?: string;
      readonly workgroup?: string;
      readonly database?: string;
      readonly endpoint?: string;
    };

/** A lake to open. By default a folder that does not exist is made, and becomes a lake with its first import. */
export type OpenRequest = Connection & {
  /** A folder that does not exist is an error. */
  readonly mustExist?: boolean;
  /** It has held logs before: an empty folder in its place is an error too. */
  readonly isKnown?: boolean;
};

/**
 * `readOnce` was read to its end, and no second read agreed while its source offered it; `history` is a table of polled
 * states, which is never complete (design: Coverage).
 */
export type DayState = "complete" | "settling" | "readOnce" | "gap" | "lost" | "imported" | "history";

/** One table's rows of one UTC day, as the ledger knows them. */
export interface LogDay {
  readonly table: TableName;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly tenantId: string;
  /** How people call the tenant, where the lake knows it. */
  readonly tenantName?: string;
  readonly rows: number;
  readonly bytes: number;
  readonly state: DayState;
  readonly coverage: readonly {
    readonly source: string;
    readonly state: DayState;
    /** Held rows that several reads at different times all lacked; absent when there are none. */
    readonly noLongerOffered?: number;
  }[];
  /** True when every row of the day was made by the sample tenant. */
  readonly simulated: boolean;
  /** Parts of the day that were not read and are still offered, ISO 8601, where they are known. */
  readonly gaps?: readonly { readonly from: string; readonly to: string }[];
  /** Rows first seen after their window's first read, where that is known. */
  readonly late?: number;
  /** A sentence, when what the ledger says of the day cannot be relied on: its folder is missing, the ledger is damaged. */
  readonly damage?: string;
  /** Rows of the day that lie in slices which the ledger does not name, so that nothing of them is counted; absent without any. */
  readonly unnamed?: { readonly slices: number; readonly rows: number };
  /** Absolute paths (or URIs) of the day's slices. */
  readonly slices: readonly string[];
}

export interface RejectedRecord {
  /** 1-based line of a line format, or position of the record in an array or archive member. */
  readonly line: number;
  readonly reason: string;
}

export interface ImportedFile {
  readonly uri: string;
  /** What the content was recognised as, for example `Graph sign-ins (NDJSON)`. */
  readonly format: string;
  readonly source: Source | null;
  readonly table: TableName | null;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: readonly RejectedRecord[];
  /** How many were rejected in all; `rejected` names the first 1,000. */
  readonly rejectedCount: number;
  /** NDJSON of the rejected records, to be mended and imported again. */
  readonly rejectedFile?: string;
  /** A sentence when the record count suggests that the exporter stopped at its limit. */
  readonly warning?: string;
}

export interface ImportOutcome {
  readonly files: readonly ImportedFile[];
  /** Sentences about the lake that a person should know, if there are any. */
  readonly warnings?: readonly string[];
}

export interface ImportProgress {
  readonly file: string;
  readonly stage: "reading" | "merging";
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly rows: number;
}

/** What merging back the rows of slices that no ledger names has brought. */
export interface RecoverOutcome {
  /** Slices whose rows were merged back. */
  readonly slices: number;
  readonly added: number;
  /** Rows that were held in an older version. */
  readonly updated: number;
  /** Files whose rows could not be merged back, with a sentence why; they stay as they are. */
  readonly unread: readonly { readonly slice: string; readonly reason: string }[];
}

export interface RecoverProgress {
  readonly done: number;
  readonly total: number;
}

export interface VerifyOutcome {
  readonly checked: number;
  readonly mismatched: readonly { readonly slice: string; readonly reason: string }[];
  readonly missing: readonly { readonly slice: string }[];
  readonly duplicated: readonly {
    readonly table: TableName;
    readonly tenantId: string;
    readonly key: string;
    readonly slices: readonly string[];
  }[];
  /**
   * Files in the folders of tables that the ledger has never named, if any; they hold nothing that is counted. `rows`
   * are those that the ledger's slices do not hold, or only in an older version; absent when all are held.
   */
  readonly strays?: readonly { readonly slice: string; readonly rows?: number }[];
}

export interface ConnectionInfo {
  readonly connection: Connection;
  /** Where the lake is, links to it followed: what the connection named when it was opened. */
  readonly root: string;
  /** True when it has held logs or a collection was recorded in it, so that its absence is an error. */
  readonly isKnown: boolean;
  /** Short words for the status bar, for example `contoso.com · this folder`. */
  readonly label: string;
  readonly tenants: readonly string[];
  readonly simulated: boolean;
  /** What answers questions about it, the first where none is named; left out, this machine alone. */
  readonly engines?: readonly ("duckdb" | "athena")[];
}
