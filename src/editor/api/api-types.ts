import type { Uri } from "vscode";
import type { RowValues } from "../../protocol/aws/dashboard-link.ts";
import type { InvokeOutcome } from "../../protocol/aws/function-runs.ts";
import type { CollectedTable, CollectFailure } from "../../protocol/collector.ts";
import type { EvidenceOutcome, VerifyEvidenceOutcome } from "../../protocol/evidence/evidence-types.ts";
import type { Connection, DayState, ImportedFile, VerifyOutcome } from "../../protocol/lake.ts";
import type { JsonValue } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { TableCoverage } from "../../protocol/table-coverage.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { FileReference } from "./file-uris.ts";

export interface ImportLogsArguments {
  /** Files and folders: URIs, their text, or absolute paths. */
  readonly uris: readonly (Uri | string)[];
  readonly table?: TableName;
  readonly tenantId?: string;
}

export interface ImportLogsOutcome {
  readonly files: readonly Omit<ImportedFile, "source">[];
}

export interface CollectArguments {
  /** Default: every tenant that the lake collects. */
  readonly tenantId?: string | undefined;
  readonly tables?: readonly TableName[] | undefined;
  /** Days (`YYYY-MM-DD`) or instants (ISO 8601, UTC); `from` included, `to` not. Without them, what is due. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Collects only the rows of these. Such a collection adds rows and covers no day. */
  readonly filter?:
    | {
        /** User principal names or object ids. */
        readonly users?: readonly string[] | undefined;
        readonly ipAddresses?: readonly string[] | undefined;
        /** Application (client) ids. */
        readonly apps?: readonly string[] | undefined;
      }
    | undefined;
  /** The run ends itself in this time; what is left is read by the next. */
  readonly maxMinutes?: number | undefined;
}

export interface CollectedOutcome {
  readonly tables: readonly CollectedTable[];
  /** What could not be read, source by source. */
  readonly failures: readonly CollectFailure[];
}

export interface ListedDay {
  readonly table: TableName;
  readonly day: string;
  readonly tenantId: string;
  readonly rows: number;
  readonly bytes: number;
  readonly state: DayState;
  readonly coverage: readonly { readonly source: string; readonly state: DayState }[];
  /**
   * A sentence that says why the day's figures cannot be relied on: its folder is missing, or the ledger is damaged.
   */
  readonly damage?: string;
}

/** A statement given as text, or one of a file; `statement` counts from 0 and may be left out when there is one. */
export type QuerySource = { readonly sql: string } | { readonly uri: Uri | string; readonly statement?: number };

export interface QueryOptions {
  /**
   * Values of `:name` parameters, each of the type that the header declares. A `date` is `YYYY-MM-DD`; `from` and `to`
   * of that type also take `last 24 hours` (the two UTC days that contain them), `last 30 days` (any number from 1 to
   * 9999, ending with the newest day held) and `all days held`; words for one of them hold for both. An integer beyond
   * 2^53 is text. Another type, NULL, a day that is not in the calendar, a range that ends before it begins and an
   * unknown name reject with `bad-argument`. Left out, the header's default.
   */
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** Left out, the one that was chosen for the file, else the first that the open lake offers. */
  readonly engine?: "duckdb" | "athena";
  /**
   * On Athena, what the query may scan, in bytes, agreed to beforehand: nobody is asked, and one that may scan more, or of
   * which nobody knows, rejects with `too-expensive`; `Infinity` agrees to anything. Left out, a dialog asks about a query
   * over the setting `tenantTrail.athenaAskOverGigabytes`.
   */
  readonly mayScanBytes?: number;
  /** The most rows that are returned, 10,000 unless told; `rowCount` counts all. */
  readonly maxRows?: number;
}

export interface QueryOutcome {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** One array a row, in the order of the columns. */
  readonly rows: readonly (readonly JsonValue[])[];
  readonly rowCount: number;
  readonly engine: "duckdb" | "athena";
  readonly scannedBytes: number;
  readonly elapsedMs: number;
  /** The parameters that the statement names, with the values that it ran with; every day is `YYYY-MM-DD`. */
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** What of the days asked for was read: an entry for each table and tenant. */
  readonly coverage: readonly TableCoverage[];
  /** What else is to be said of the rows, in sentences, such as a column that is shown as another type's text. */
  readonly notes: readonly string[];
}

export interface VerifyArguments {
  /** The folder of a lake, which may be one that cannot be opened; it is only read. Left out, the open lake. */
  readonly lake?: FileReference;
  readonly table?: TableName;
  /** First and last log day, `YYYY-MM-DD`, both included. */
  readonly from?: string;
  readonly to?: string;
  /** A file of exported heads of the ledger, which the lake must go on from. */
  readonly heads?: FileReference;
}

export interface InvokeCollectorArguments {
  readonly table: TableName;
  /** Days (`YYYY-MM-DD`) or instants (ISO 8601, UTC); `from` included, `to` not. Without them, what is due. */
  readonly from?: string;
  readonly to?: string;
}

export interface OpenDashboardArguments {
  /** Without one, a list to choose from. */
  readonly dashboardId?: string | undefined;
  /** Values by the names of columns: each parameter of the dashboard takes the one that has its name, in any case. */
  readonly values?: RowValues | undefined;
}

export interface OpenDashboardOutcome {
  readonly dashboardId: string;
  /** What was opened in the browser. */
  readonly url: string;
  /** The parameters that were given a value. */
  readonly passed: readonly string[];
  /** Why none was, where the dashboard's parameters could not be read. */
  readonly note?: string;
}

export interface DeployStackArguments {
  /** Left out, the stack, region and profile of the last deployment. */
  readonly stack?: string;
  readonly region?: string;
  readonly profile?: string;
  /** Of the collector's template. Left out, a new stack has the defaults, and an old one keeps what it has. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** True deploys without asking; otherwise a dialog tells the changes and the price, and asks. */
  readonly confirm?: boolean;
}

export interface DeployStackOutcome {
  readonly stackId: string;
  /** As CloudFormation calls it: `CREATE_COMPLETE` or `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ExportEvidenceArguments {
  /** An open notebook. Left out, with no `queries` either, what is active: a notebook or a result. */
  readonly notebook?: FileReference;
  /** Statements that are run for the export, in place of a notebook's. */
  readonly queries?: readonly {
    readonly sql: string;
    readonly title?: string | undefined;
    readonly params?: Readonly<Record<string, ParameterValue>> | undefined;
    readonly engine?: "duckdb" | "athena" | undefined;
  }[];
  /** The folder or zip to be written. Left out, it is asked for. */
  readonly target?: FileReference;
  /** Default: by the target's ending. */
  readonly form?: "folder" | "zip";
  /** An earlier export in its place is replaced; left out, it is refused. */
  readonly replaces?: boolean;
  readonly title?: string;
  /** What becomes of results that are held no longer; left out, it is asked. */
  readonly missing?: "run" | "leaveOut";
  /** Texts that a spreadsheet would run stand in CSV as they are. */
  readonly keepsFormulas?: boolean;
}

export interface VerifyEvidenceArguments {
  /** The folder or zip of an export. Left out, it is asked for. */
  readonly evidence?: FileReference;
  /** What `manifest.json` must have, hex. */
  readonly manifestSha256?: string;
}

export type VerifyIntegrityOutcome = VerifyOutcome;

/**
 * What `activate()` returns, and what the commands of the same names do. Every argument may be left out; a dialog asks
 * for what is missing. Each rejects with a `TenantTrailError` (`message` for a person, `code` for a program), or with
 * `CancelledError` when the person cancels.
 */
export interface TenantTrailApi {
  importLogs(given?: ImportLogsArguments): Promise<ImportLogsOutcome>;
  collect(given?: CollectArguments): Promise<CollectedOutcome>;
  listDays(given?: { readonly table?: TableName }): Promise<readonly ListedDay[]>;
  runQuery(source?: QuerySource, options?: QueryOptions): Promise<QueryOutcome>;
  useConnection(given?: Connection): Promise<Connection>;
  verifyIntegrity(given?: VerifyArguments): Promise<VerifyIntegrityOutcome>;
  /** Runs the function in AWS that collects a table, and waits for its end. */
  invokeCollector(given?: InvokeCollectorArguments): Promise<InvokeOutcome>;
  /** Opens a dashboard of Amazon Quick Sight in the browser. */
  openDashboard(given?: OpenDashboardArguments): Promise<OpenDashboardOutcome>;
  /** Makes or updates a collector's stack in AWS; without arguments on a page, and then the first one that is deployed there. */
  deployStack(given?: DeployStackArguments): Promise<DeployStackOutcome>;
  /** Writes an investigation so that others can check it (docs/evidence.md). */
  exportEvidence(given?: ExportEvidenceArguments): Promise<EvidenceOutcome>;
  verifyEvidence(given?: VerifyEvidenceArguments): Promise<VerifyEvidenceOutcome>;
}
