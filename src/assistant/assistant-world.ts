import type { LakeService } from "../protocol/service/lake-service.ts";

/** A `.sql` file of a library of queries. */
export interface SavedQueryFile {
  /** Its folders and its name without `.sql`, parted by `/`. */
  readonly name: string;
  readonly text: string;
}

/** The lake that is open, as a tool needs to know it. */
export interface AskedConnection {
  /** What it is called. */
  readonly label: string;
  /** What answers when nobody chooses. */
  readonly engine: "duckdb" | "athena";
  /** Whether it has a ledger, which knows the log days. */
  readonly hasLedger: boolean;
}

/** What the tools work with: the same in the editor and in the MCP server. */
export interface AssistantWorld {
  readonly lake: Pick<LakeService, "listDays" | "runQuery" | "readWindow" | "releaseResult">;
  /** Opens the lake when it is not open. @throws TenantTrailError `no-connection` where there is none. */
  readonly connection: () => Promise<AskedConnection>;
  /** Those that are shipped come first. */
  readonly savedQueries: (signal: AbortSignal) => Promise<readonly SavedQueryFile[]>;
  /** What a query on Athena may scan, in bytes, whatever a tool is asked for. */
  readonly mayScanBytes: () => number;
}
