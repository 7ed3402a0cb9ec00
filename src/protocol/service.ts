import type {
  AddTenantRequest,
  CollectOutcome,
  CollectProgress,
  CollectRequest,
  HealthReport,
  SourceCheck,
  SourceId,
  TenantAccess,
  TenantCheck,
  TenantGuide,
  TenantGuideRequest,
  TenantSettings,
} from "./collector.ts";
import type { ConnectionInfo, ImportOutcome, ImportProgress, LogDay, OpenRequest, VerifyOutcome } from "./lake.ts";
import type { LakeHeads, SeenHeads } from "./ledger-heads.ts";
import type {
  CellRequest,
  ColumnStatistics,
  CopyRequest,
  ExportedFile,
  ExportRequest,
  JsonValue,
  QueryRequest,
  ResultSummary,
  ResultView,
  ResultWindow,
  WindowRequest,
} from "./query.ts";
import type { HeldDays } from "./relative-days.ts";
import type { TableName } from "./tables.ts";

/** What every call may carry: a signal that reaches the engine, and a listener for progress. */
export interface CallOptions<Progress = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface ImportRequest {
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  readonly table?: TableName;
  readonly tenantId?: string;
}

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

/** The core behind one interface: in process, or over JSON-RPC. */
export interface LakeService {
  useConnection(request: OpenRequest, options?: CallOptions): Promise<ConnectionInfo>;
  listDays(request: { table?: TableName }, options?: CallOptions): Promise<readonly LogDay[]>;
  importLogs(request: ImportRequest, options?: CallOptions<ImportProgress>): Promise<ImportOutcome>;
  verifyIntegrity(request: VerifyRequest, options?: CallOptions<VerifyProgress>): Promise<VerifyOutcome>;
  /** The heads of the lake's ledgers now, and where they do not go on from heads that were seen before. */
  ledgerHeads(request: { readonly known: LakeHeads }, options?: CallOptions): Promise<SeenHeads>;
  /** The log days that the lake holds of the tables that a statement reads; of all when it cannot be read. */
  heldDays(request: QueryRequest, options?: CallOptions): Promise<HeldDays>;
  /** Runs one statement to its end and holds the result. */
  runQuery(request: QueryRequest, options?: CallOptions): Promise<ResultSummary>;
  readWindow(request: WindowRequest, options?: CallOptions): Promise<ResultWindow>;
  readCell(request: CellRequest, options?: CallOptions): Promise<JsonValue>;
  columnStatistics(
    request: ResultView & { resultId: string; column: number },
    options?: CallOptions,
  ): Promise<ColumnStatistics>;
  exportResult(request: ExportRequest, options?: CallOptions): Promise<ExportedFile>;
  copyText(request: CopyRequest, options?: CallOptions): Promise<string>;
  releaseResult(request: { resultId: string }, options?: CallOptions): Promise<void>;
  /** The tenants that this lake collects. */
  listTenants(request: Record<string, never>, options?: CallOptions): Promise<readonly TenantSettings[]>;
  /** Keeps the tenant's settings in the lake and its credential with the host; replaces those of the same tenant. */
  addTenant(request: AddTenantRequest, options?: CallOptions): Promise<TenantSettings>;
  /** Forgets the credential and stops collecting; the rows stay. */
  removeTenant(request: { tenantId: string }, options?: CallOptions): Promise<void>;
  /** Signs in and asks each source for one record; each check is reported as it arrives. */
  testTenant(
    request: { tenantId: string } | { access: TenantAccess; sources: readonly SourceId[] },
    options?: CallOptions<SourceCheck>,
  ): Promise<TenantCheck>;
  /** What the app registration of a tenant needs for some sources: permissions, the consent address, scripts. */
  tenantGuide(request: TenantGuideRequest, options?: CallOptions): Promise<TenantGuide>;
  collect(request: CollectRequest, options?: CallOptions<CollectProgress>): Promise<CollectOutcome>;
  collectionHealth(request: Record<string, never>, options?: CallOptions): Promise<HealthReport>;
}
