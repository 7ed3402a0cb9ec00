import { basename } from "node:path";
import { listTenants } from "../lake/collecting/tenant-settings.ts";
import { lookedDays } from "../lake/days.ts";
import { brokenHeads, headsOf } from "../lake/ledger/ledger-heads.ts";
import { LedgerLook } from "../lake/ledger-look.ts";
import { withLookDatabase } from "../lake/slices/look-database.ts";
import { verify } from "../lake/verify/verify.ts";
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
  ConnectionInfo,
  ImportOutcome,
  ImportProgress,
  LogDay,
  OpenRequest,
  VerifyOutcome,
} from "../protocol/lake.ts";
import type { LakeRequest } from "../protocol/lake-process.ts";
import type { LakeHeads, SeenHeads } from "../protocol/ledger-heads.ts";
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
} from "../protocol/query.ts";
import type { HeldDays } from "../protocol/relative-days.ts";
import type { CallOptions, ImportRequest, LakeService, VerifyProgress, VerifyRequest } from "../protocol/service.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { isSampleTenant } from "../sample-tenant/tenant.ts";
import type { Collection, CollectionWorld } from "./collection.ts";
import { collectionHealth } from "./collection-health.ts";
import { importLogs } from "./import-run.ts";
import { LocalEngine } from "./local-engine.ts";
import { noHost } from "./no-host.ts";
import { openFolderLake } from "./open-folder-lake.ts";
import { realClock } from "./real-clock.ts";
import { tenantNames } from "./tenant-names.ts";

/** The core in this process: a lake in a folder, asked with DuckDB. */
export class LocalLakeService implements LakeService {
  readonly #world: CollectionWorld;
  readonly #importReader: URL | undefined;
  #collecting: Promise<Collection> | undefined;
  #open: { readonly look: LedgerLook; readonly engine: LocalEngine } | undefined;

  /**
   * @param world what collecting needs; without a host everything else works.
   * @param importReader what threads run that read for imports, `entry/import-reader`; without it this one reads.
   */
  constructor(world: Partial<CollectionWorld> = {}, importReader?: URL) {
    const { host = noHost, fetch = globalThis.fetch, clock = realClock, random = Math.random } = world;
    this.#world = { host, fetch, clock, random };
    this.#importReader = importReader;
  }

  async useConnection({ mustExist = false, isKnown = false, ...connection }: OpenRequest): Promise<ConnectionInfo> {
    if (connection.kind !== "folder")
      throw new TenantTrailError(
        "bad-argument",
        "Only lakes in a folder can be opened so far: choose a folder on this machine.",
      );
    const look = new LedgerLook(await openFolderLake({ path: connection.path, mustExist, isKnown }));
    const states = await Promise.all(tableNames.map(async (table) => (await look.read(table)).state));
    const slices = states.flatMap((state) => [...state.slices.values()]);
    const tenants = [...new Set(slices.flatMap((slice) => Object.keys(slice.tenants)))].sort();
    await this.dispose();
    this.#open = { look, engine: new LocalEngine(look, () => this.#world.clock.now()) };
    return {
      connection,
      root: look.lake.storage.locate(""),
      isKnown: isKnown || states.some(({ n }) => n > 0),
      label: `${basename(connection.path)} · this folder`,
      tenants,
      simulated: tenants.length > 0 && tenants.every(isSampleTenant),
    };
  }

  async listDays(request: { table?: TableName }, options: CallOptions = {}): Promise<readonly LogDay[]> {
    const { look } = this.#connected();
    const collecting = { tenants: await this.listTenants(), nowMs: this.#world.clock.now() };
    const nameOf = tenantNames(collecting.tenants);
    const days: LogDay[] = [];
    for (const table of request.table === undefined ? tableNames : [request.table])
      days.push(...(await lookedDays(look, table, isSampleTenant, collecting, options.signal)));
    return days.map((day) => {
      const tenantName = nameOf(day.tenantId);
      return tenantName === undefined ? day : { ...day, tenantName };
    });
  }

  async importLogs(request: ImportRequest, options: CallOptions<ImportProgress> = {}): Promise<ImportOutcome> {
    return importLogs(this.#connected().look.lake, request, options, this.#importReader);
  }

  async verifyIntegrity(request: VerifyRequest, options: CallOptions<VerifyProgress> = {}): Promise<VerifyOutcome> {
    const { lake } = this.#connected().look;
    const { table, from, to, heads } = request;
    return withLookDatabase((connection) =>
      verify(connection, lake, {
        ...(table && { tables: [table] }),
        ...(from && { from }),
        ...(to && { to }),
        ...(heads && { heads }),
        ...options,
      }),
    );
  }

  async ledgerHeads({ known }: { known: LakeHeads }, options: CallOptions = {}): Promise<SeenHeads> {
    const { look } = this.#connected();
    const looked = tableNames.map(async (table) => [table, (await look.read(table, options.signal)).state] as const);
    const broken = await brokenHeads(known, (table) => look.lake.ledger(table), options.signal);
    return { heads: headsOf(new Map(await Promise.all(looked))), broken };
  }

  async runQuery(request: QueryRequest, options: CallOptions = {}): Promise<ResultSummary> {
    if (request.engine === "athena")
      throw new TenantTrailError("bad-argument", "This connection is a folder; its queries run on this machine.");
    return this.#connected().engine.run(request, options.signal);
  }

  async heldDays(request: QueryRequest, options: CallOptions = {}): Promise<HeldDays> {
    return this.#connected().engine.heldDays(request, options.signal);
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

  async exportResult(request: ExportRequest, options: CallOptions = {}): Promise<ExportedFile> {
    return (await this.#results()).exportResult(request, options.signal);
  }

  async copyText(request: CopyRequest, options: CallOptions = {}): Promise<string> {
    return (await this.#results()).copyText(request, options.signal);
  }

  async releaseResult(request: { resultId: string }): Promise<void> {
    if (this.#open !== undefined) await (await this.#results()).release(request.resultId);
  }

  async listTenants(): Promise<readonly TenantSettings[]> {
    return listTenants(this.#connected().look.lake.storage);
  }

  async addTenant(request: AddTenantRequest): Promise<TenantSettings> {
    return (await this.#collection()).add(this.#connected().look.lake, request);
  }

  async removeTenant({ tenantId }: { tenantId: string }): Promise<void> {
    await (await this.#collection()).remove(this.#connected().look.lake, tenantId);
  }

  async testTenant(request: LakeRequest<"testTenant">, options: CallOptions<SourceCheck> = {}): Promise<TenantCheck> {
    return (await this.#collection()).test(this.#connected().look.lake, request, options);
  }

  async tenantGuide(request: TenantGuideRequest): Promise<TenantGuide> {
    const { tenantGuide } = await import("../collector/sign-in/tenant-guide.ts");
    return tenantGuide(request);
  }

  async collect(request: CollectRequest, options: CallOptions<CollectProgress> = {}): Promise<CollectOutcome> {
    return (await this.#collection()).collect(this.#connected().look.lake, request, options);
  }

  async collectionHealth(_request: Record<string, never>, options: CallOptions = {}): Promise<HealthReport> {
    return collectionHealth(this.#connected().look, await this.listTenants(), this.#world.clock.now(), options.signal);
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

  #connected(): { readonly look: LedgerLook; readonly engine: LocalEngine } {
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
}
