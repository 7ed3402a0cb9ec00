import { mkdir, stat } from "node:fs/promises";
import { basename } from "node:path";
import { logDays } from "../lake/days.ts";
import { DuckDBSliceWork } from "../lake/duckdb-slice-work.ts";
import { hasCode, writeError } from "../lake/file-errors.ts";
import { FolderStorage } from "../lake/folder-storage.ts";
import { Lake } from "../lake/lake.ts";
import { listTenants } from "../lake/tenant-settings.ts";
import { tenantsOf } from "../lake/tenants.ts";
import { verify } from "../lake/verify.ts";
import { withWorkDatabase } from "../lake/work-database.ts";
import type {
  AddTenantRequest,
  CollectOutcome,
  CollectProgress,
  CollectRequest,
  HealthReport,
  SourceCheck,
  TenantCheck,
  TenantGuide,
  TenantGuideRequest,
  TenantSettings,
} from "../protocol/collector.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type {
  Connection,
  ConnectionInfo,
  ImportOutcome,
  ImportProgress,
  LogDay,
  VerifyOutcome,
} from "../protocol/lake.ts";
import type { LakeRequest } from "../protocol/lake-process.ts";
import type {
  CellRequest,
  ColumnStatistics,
  CopyRequest,
  ExportRequest,
  JsonValue,
  QueryRequest,
  ResultSummary,
  ResultView,
  ResultWindow,
  WindowRequest,
} from "../protocol/query.ts";
import type { CallOptions, ImportRequest, LakeService, VerifyProgress, VerifyRequest } from "../protocol/service.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { isSampleTenant } from "../sample-tenant/tenant.ts";
import type { Collection, CollectionWorld } from "./collection.ts";
import { collectionHealth } from "./collection-health.ts";
import { importLogs } from "./import-run.ts";
import { LocalEngine } from "./local-engine.ts";
import { noHost } from "./no-host.ts";
import { realClock } from "./real-clock.ts";

/** The core in this process: a lake in a folder, asked with DuckDB. */
export class LocalLakeService implements LakeService {
  readonly #world: CollectionWorld;
  readonly #importReader: URL | undefined;
  #collecting: Promise<Collection> | undefined;
  #open: { readonly lake: Lake; readonly engine: LocalEngine } | undefined;

  /**
   * @param world what collecting needs; without a host everything else works.
   * @param importReader what threads run that read for imports, `entry/import-reader`; without it this one reads.
   */
  constructor(world: Partial<CollectionWorld> = {}, importReader?: URL) {
    const { host = noHost, fetch = globalThis.fetch, clock = realClock, random = Math.random } = world;
    this.#world = { host, fetch, clock, random };
    this.#importReader = importReader;
  }

  async useConnection(connection: Connection): Promise<ConnectionInfo> {
    if (connection.kind !== "folder")
      throw new TenantTrailError(
        "bad-argument",
        "Only lakes in a folder can be opened so far: choose a folder on this machine.",
      );
    await makeFolder(connection.path);
    const lake = new Lake(new FolderStorage(connection.path));
    const tenants = await this.#tenants(lake);
    await this.dispose();
    this.#open = { lake, engine: new LocalEngine(lake) };
    const simulated = tenants.length > 0 && tenants.every(isSampleTenant);
    return { connection, label: `${basename(connection.path)} · this folder`, tenants, simulated };
  }

  async listDays(request: { table?: TableName }, options: CallOptions = {}): Promise<readonly LogDay[]> {
    const { lake } = this.#connected();
    const collecting = { tenants: await this.listTenants(), nowMs: this.#world.clock.now() };
    const days: LogDay[] = [];
    for (const table of request.table === undefined ? tableNames : [request.table]) {
      const reading = await lake.ledger(table).read(options.signal);
      const state =
        reading.damage === undefined
          ? reading.state
          : await withWorkDatabase(lake.storage, (connection) =>
              lake.state(new DuckDBSliceWork(connection, lake.storage), table, options.signal),
            );
      days.push(...logDays(table, state, (path) => lake.storage.locate(path), isSampleTenant, collecting));
    }
    return days;
  }

  async importLogs(request: ImportRequest, options: CallOptions<ImportProgress> = {}): Promise<ImportOutcome> {
    return importLogs(this.#connected().lake, request, options, this.#importReader);
  }

  async verifyIntegrity(request: VerifyRequest, options: CallOptions<VerifyProgress> = {}): Promise<VerifyOutcome> {
    const { lake } = this.#connected();
    const { table, from, to } = request;
    return withWorkDatabase(lake.storage, (connection) =>
      verify(connection, lake, {
        ...(table && { tables: [table] }),
        ...(from && { from }),
        ...(to && { to }),
        ...options,
      }),
    );
  }

  async runQuery(request: QueryRequest, options: CallOptions = {}): Promise<ResultSummary> {
    if (request.engine === "athena")
      throw new TenantTrailError("bad-argument", "This connection is a folder; its queries run on this machine.");
    return this.#connected().engine.run(request, options.signal);
  }

  async readWindow(request: WindowRequest, options: CallOptions = {}): Promise<ResultWindow> {
    return (await this.#results()).readWindow(request, options.signal);
  }

  async readCell(request: CellRequest, options: CallOptions = {}): Promise<JsonValue> {
    return (await this.#results()).readCell(request, options.signal);
  }

  async columnStatistics(
    request: ResultView & { resultId: string; column: number },
    options: CallOptions = {},
  ): Promise<ColumnStatistics> {
    return (await this.#results()).columnStatistics(request, options.signal);
  }

  async exportResult(request: ExportRequest, options: CallOptions = {}): Promise<{ rows: number; bytes: number }> {
    return (await this.#results()).exportResult(request, options.signal);
  }

  async copyText(request: CopyRequest, options: CallOptions = {}): Promise<string> {
    return (await this.#results()).copyText(request, options.signal);
  }

  async releaseResult(request: { resultId: string }): Promise<void> {
    if (this.#open !== undefined) await (await this.#results()).release(request.resultId);
  }

  async listTenants(): Promise<readonly TenantSettings[]> {
    return listTenants(this.#connected().lake.storage);
  }

  async addTenant(request: AddTenantRequest): Promise<TenantSettings> {
    return (await this.#collection()).add(this.#connected().lake, request);
  }

  async removeTenant({ tenantId }: { tenantId: string }): Promise<void> {
    await (await this.#collection()).remove(this.#connected().lake, tenantId);
  }

  async testTenant(request: LakeRequest<"testTenant">, options: CallOptions<SourceCheck> = {}): Promise<TenantCheck> {
    return (await this.#collection()).test(this.#connected().lake, request, options);
  }

  async tenantGuide(request: TenantGuideRequest): Promise<TenantGuide> {
    const { tenantGuide } = await import("../collector/sign-in/tenant-guide.ts");
    return tenantGuide(request);
  }

  async collect(request: CollectRequest, options: CallOptions<CollectProgress> = {}): Promise<CollectOutcome> {
    return (await this.#collection()).collect(this.#connected().lake, request, options);
  }

  async collectionHealth(_request: Record<string, never>, options: CallOptions = {}): Promise<HealthReport> {
    return collectionHealth(this.#connected().lake, await this.listTenants(), this.#world.clock.now(), options.signal);
  }

  /** Closes the lake's engine; results are gone. */
  async dispose(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.engine.close();
  }

  /** Loaded with the first use: signing in and Graph bring as much code as all the rest. */
  #collection(): Promise<Collection> {
    this.#collecting ??= import("./collection.ts").then(({ Collection }) => new Collection(this.#world));
    return this.#collecting;
  }

  #connected(): { readonly lake: Lake; readonly engine: LocalEngine } {
    if (this.#open === undefined)
      throw new TenantTrailError(
        "no-connection",
        "No lake is open. Choose a folder that holds your logs, or an empty one for a new lake.",
      );
    return this.#open;
  }

  #results(): ReturnType<LocalEngine["results"]> {
    return this.#connected().engine.results();
  }

  async #tenants(lake: Lake): Promise<string[]> {
    const readings = await Promise.all(tableNames.map((table) => lake.ledger(table).read()));
    if (readings.some(({ damage }) => damage !== undefined))
      return withWorkDatabase(lake.storage, (connection) => tenantsOf(connection, lake));
    const named = readings.flatMap(({ state }) =>
      [...state.slices.values()].flatMap(({ tenants }) => Object.keys(tenants)),
    );
    return [...new Set(named)].sort();
  }
}

/** An empty folder becomes a lake with its first import; a file, or a folder nobody can make, does not. */
async function makeFolder(path: string): Promise<void> {
  // DuckDB takes them for wildcards, and would read other folders too.
  if (/[*?]/.test(path))
    throw new TenantTrailError("bad-argument", `${path} has * or ? in its name. Choose a folder without them.`);
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if (hasCode(error, "EEXIST", "ENOTDIR"))
      throw new TenantTrailError("not-a-lake", `${path} is a file. Choose a folder.`, { cause: error });
    const exists = await stat(path).catch(() => undefined);
    if (exists === undefined) throw writeError(path, error);
  }
}
