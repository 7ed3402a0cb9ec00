import { createHash } from "node:crypto";
import { serversOf } from "../../../src/collector/clouds.ts";
import { collect } from "../../../src/collector/collect.ts";
import { Pacers } from "../../../src/collector/microsoft/limits/pacers.ts";
import { openMicrosoft } from "../../../src/collector/microsoft/open-microsoft.ts";
import { BatchLake } from "../../../src/collector/run/batch-lake.ts";
import { listTenants, saveTenant } from "../../../src/lake/collecting/tenant-settings.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { publishAround } from "../../../src/lake/manifests/publish-around.ts";
import { publishManifests } from "../../../src/lake/manifests/publish-manifests.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import { S3FileStorage } from "../../../src/lake/storage/s3/s3-file-storage.ts";
import { addressOf as addressIn, keyOf } from "../../../src/lake/storage/s3/s3-place.ts";
import type { Storage } from "../../../src/lake/storage/storage.ts";
import { type SourceId, sourceIds, type TenantSettings } from "../../../src/protocol/collector.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { Random } from "../../../src/sample-tenant/random.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import { OpenedLake } from "../../../src/service/opened-lake.ts";
import { daysService } from "../../../src/service/parts/days.ts";
import { fetchOf } from "../microsoft/fetch-face.ts";
import { SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import { tinyTenant, tinyWeights } from "../microsoft/tenant/tiny-tenant.ts";
import { VirtualClock, VirtualTime } from "../processes/virtual-time.ts";
import { s3ClientOver } from "../s3/s3-handler.ts";
import { S3Rest } from "../s3/s3-rest.ts";
import { SimulatedBucket } from "../s3/simulated-bucket.ts";
import { MemorySliceWork } from "../slices/memory-slice-work.ts";
import { CountedStorage, callMs, type RoundTrips } from "./counted-storage.ts";
import { fillLedgers } from "./filled-ledgers.ts";

const day = 86_400_000;
const minute = 60_000;
const startMs = Date.UTC(2026, 2, 1);

/** Two read what others read too; risky sign-ins begin where the others end, which moves on while a run goes on. */
const leftOut: readonly SourceId[] = ["signIns.v1.0", "signIns.risky", "auditLogQuery"];

const place = { bucket: "logs" };

const addressOf = (path: string): string => addressIn(place, path);

/** By method; LIST and TAG apart. */
export type S3Requests = Readonly<Record<string, number>>;

const noRequests: S3Requests = {};

/** A lake far away that collects a tenant in which nothing happens any more. */
export class FarLake {
  readonly storage = new MemoryStorage();
  readonly #time = new VirtualTime(startMs + 2 * day);
  readonly #clock = new VirtualClock(this.#time);
  readonly #bucket = new SimulatedBucket("logs", () => this.#time.now());
  readonly #isInS3: boolean;
  readonly #far: CountedStorage;
  #requests = noRequests;
  readonly #server: SimulatedMicrosoft;
  readonly #pacers: Pacers;
  readonly #random = Random.of(1, 0, 0, 302);
  /** As a process has it that goes on; another one begins anew. */
  #kept: Lake<CountedStorage>;

  private constructor(isInS3: boolean) {
    this.#isInS3 = isInS3;
    this.#far = new CountedStorage(isInS3 ? this.#s3() : this.storage, this.#time, isInS3);
    this.#kept = this.#lakeOn(this.#far);
    // States that are polled are read again in every run, which then merges them.
    const { riskyUsers: _, riskyServicePrincipals: __, ...weights } = tinyWeights;
    const truth = tinyTenant({ seed: 1, startMs, endMs: startMs + day, weights });
    const latency = { baseMs: 0, perRowMs: 0 };
    this.#server = new SimulatedMicrosoft(truth, this.#clock, { latency });
    this.#pacers = new Pacers(this.#clock, () => this.#random.fraction());
  }

  /** One whose ledgers have at least so many entries each. @param isInS3 whether each call is made of requests to S3. */
  static async of(entries: number, isInS3 = false): Promise<FarLake> {
    const far = new FarLake(isInS3);
    await fillLedgers(far.storage, entries, startMs);
    await far.#settle();
    if (isInS3) await far.#moveToS3();
    return far;
  }

  /** The requests to S3 since the last time that somebody wanted to know. */
  takeRequests(): S3Requests {
    const taken = this.#requests;
    this.#requests = noRequests;
    return taken;
  }

  /** Collects what is due 15 minutes later; nothing is found. @param isFirst whether by a process that just began. */
  async collect(isFirst: boolean): Promise<RoundTrips> {
    if (isFirst) this.#kept = this.#lakeOn(this.#far);
    await this.#time.run(this.#time.sleep(15 * minute, this));
    this.#far.take();
    this.takeRequests();
    await this.#collect(this.#kept);
    return this.#far.take();
  }

  async listDays(isFirst: boolean): Promise<RoundTrips> {
    if (isFirst) this.#kept = this.#lakeOn(this.#far);
    const opened = new OpenedLake();
    const look = new LedgerLook(this.#kept);
    await opened.replace({ look, engines: [new LocalEngine(look, () => this.#clock.now())] });
    this.#far.take();
    this.takeRequests();
    await this.#time.run(daysService(opened, () => this.#clock.now()).listDays({}));
    return this.#far.take();
  }

  /** Collects until whatever happened was read at every age. */
  async #settle(): Promise<void> {
    const lake = this.#lakeOn(this.storage);
    const settings: TenantSettings = {
      tenantId: this.#server.tenant.tenantId,
      name: "tiny.example",
      cloud: "global",
      credentialKind: "secret",
      clientId: "c0113c70-0000-4000-8000-000000000001",
      since: new Date(startMs).toISOString(),
      floors: {},
      sources: sourceIds.filter((source) => !leftOut.includes(source)),
    };
    await saveTenant(this.storage, settings);
    for (let run = 0; run < 45; run += 1) {
      await this.#time.run(this.#time.sleep(day, this));
      await this.#collect(lake);
    }
  }

  async #collect<Stored extends Storage>(lake: Lake<Stored>): Promise<void> {
    const clock = this.#clock;
    await this.#time.run(
      (async () => {
        const [settings] = await listTenants(lake.storage);
        if (settings === undefined) throw new TypeError("The lake collects no tenant");
        const microsoft = openMicrosoft({
          tenantId: settings.tenantId,
          clientId: settings.clientId,
          cloud: settings.cloud,
          clock,
          servers: serversOf({ cloud: settings.cloud }),
          pacers: this.#pacers,
          fetch: fetchOf(this.#server),
          random: () => this.#random.fraction(),
          tokens: { token: async (api) => this.#server.token(api) },
        });
        const work = new MemorySliceWork(lake.storage);
        await publishAround(lake, tableNames, (committed) => {
          const batches = new BatchLake(lake, work, async () => undefined, committed);
          return collect({ settings, microsoft, lake: batches, clock }, { request: {} });
        });
      })(),
    );
  }

  /** What was filled and settled, published, as it lies in a bucket. */
  async #moveToS3(): Promise<void> {
    const lake = new Lake(this.storage, this.#lakeTime());
    for (const table of tableNames) await publishManifests(lake, table, { addressOf });
    for (const path of await this.storage.names("")) {
      const bytes = (await this.storage.read(path)) ?? new Uint8Array();
      const sha256 = createHash("sha256").update(bytes).digest("base64");
      await this.#bucket.put(keyOf(place, path), { bytes, sha256, metadata: {} });
    }
    await this.collect(true);
  }

  #s3(): S3FileStorage {
    const rest = new S3Rest(this.#bucket);
    const client = s3ClientOver(async (request) => {
      const isList = request.method === "GET" && "list-type" in request.query;
      const kind = isList ? "LIST" : "tagging" in request.query ? "TAG" : request.method;
      this.#requests = { ...this.#requests, [kind]: (this.#requests[kind] ?? 0) + 1 };
      await this.#time.inside(() => this.#time.sleep(callMs, this));
      return rest.answer(request);
    });
    // Nothing is fetched, so nothing is written there.
    return new S3FileStorage(client, place, { folder: "/far", cacheBytes: 0 });
  }

  #lakeOn<Stored extends Storage>(storage: Stored): Lake<Stored> {
    return new Lake(storage, this.#lakeTime(), this.#isInS3 && storage instanceof CountedStorage ? { addressOf } : {});
  }

  #lakeTime() {
    const sleep = (ms: number): Promise<void> => this.#clock.sleep(ms);
    return { now: () => this.#clock.now(), sleep, random: () => this.#random.fraction() };
  }
}
