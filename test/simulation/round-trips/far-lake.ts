import { createHash } from "node:crypto";
import { serversOf } from "../../../src/collector/clouds.ts";
import { collect } from "../../../src/collector/collect.ts";
import { Pacers } from "../../../src/collector/microsoft/limits/pacers.ts";
import { openMicrosoft } from "../../../src/collector/microsoft/open-microsoft.ts";
import { BatchLake } from "../../../src/collector/run/batch-lake.ts";
import { listTenants, saveTenant } from "../../../src/lake/collecting/tenant-settings.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { encodeCheckpoint } from "../../../src/lake/ledger/checkpoint.ts";
import { encodeEntry, type LedgerEntry, sha256, type WindowRead } from "../../../src/lake/ledger/ledger-entry.ts";
import { LedgerPaths } from "../../../src/lake/ledger/ledger-paths.ts";
import { emptyLedger, LedgerFold } from "../../../src/lake/ledger/ledger-state.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { publishAround } from "../../../src/lake/manifests/publish-around.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import { keyOf } from "../../../src/lake/storage/s3/s3-place.ts";
import { S3Storage } from "../../../src/lake/storage/s3/s3-storage.ts";
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
import { CountedStorage, type RoundTrips } from "./counted-storage.ts";

const day = 86_400_000;
const minute = 60_000;
const startMs = Date.UTC(2026, 2, 1);

/** Two read what others read too; risky sign-ins begin where the others end, which moves on while a run goes on. */
const leftOut: readonly SourceId[] = ["signIns.v1.0", "signIns.risky", "auditLogQuery"];

const place = { bucket: "logs" };

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
    this.#far = new CountedStorage(isInS3 ? this.#s3() : this.storage, this.#time);
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
    await far.#fill(entries);
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

  /**
   * What another tenant of the lake left in its ledgers: a window each quarter of an hour, and once a day the last
   * re-read of the day that Microsoft is about to forget. It is written as it would lie there, not entry by entry.
   */
  async #fill(entries: number): Promise<void> {
    for (const table of tableNames) {
      const paths = new LedgerPaths(table);
      const fold = new LedgerFold();
      let state = emptyLedger;
      let loose: Uint8Array[] = [];
      for (let n = 1; n <= entries; n += 1) {
        const endMs = startMs + (n - entries) * 15 * minute;
        const lastAge = n % (day / (15 * minute)) === 0 ? [filledRead(endMs - 30 * day, endMs - 29 * day, endMs)] : [];
        const windows = [filledRead(endMs - 15 * minute, endMs, endMs), ...lastAge];
        const at = new Date(endMs).toISOString();
        const entry: LedgerEntry = { n, previous: state.head, at, kind: "commit", windows };
        const bytes = encodeEntry(entry);
        state = fold.add(state, entry, sha256(bytes));
        loose.push(bytes);
        if (n % paths.entriesPerArchive !== 0 || n > entries - paths.entriesPerArchive) continue;
        await this.storage.overwrite(paths.archive(n), Buffer.concat(loose));
        loose = [];
      }
      const before = entries - loose.length;
      for (const [index, bytes] of loose.entries())
        await this.storage.overwrite(paths.entry(before + index + 1), bytes);
      await this.storage.overwrite(paths.checkpoint, encodeCheckpoint({ state, version: undefined }));
    }
  }

  /** What was filled and settled, as it lies in a bucket, and published. */
  async #moveToS3(): Promise<void> {
    for (const path of await this.storage.names("")) {
      const bytes = (await this.storage.read(path)) ?? new Uint8Array();
      const sha256 = createHash("sha256").update(bytes).digest("base64");
      await this.#bucket.put(keyOf(place, path), { bytes, sha256, metadata: {} });
    }
    await this.collect(true);
  }

  #s3(): S3Storage {
    const rest = new S3Rest(this.#bucket);
    const client = s3ClientOver((request) => {
      const isList = request.method === "GET" && "list-type" in request.query;
      const kind = isList ? "LIST" : "tagging" in request.query ? "TAG" : request.method;
      this.#requests = { ...this.#requests, [kind]: (this.#requests[kind] ?? 0) + 1 };
      return rest.answer(request);
    });
    return new S3Storage(client, place);
  }

  #lakeOn<Stored extends Storage>(storage: Stored): Lake<Stored> {
    const addressOf = (path: string): string => `s3://${place.bucket}/${keyOf(place, path)}`;
    return new Lake(storage, this.#lakeTime(), this.#isInS3 && storage instanceof CountedStorage ? { addressOf } : {});
  }

  #lakeTime() {
    const sleep = (ms: number): Promise<void> => this.#clock.sleep(ms);
    return { now: () => this.#clock.now(), sleep, random: () => this.#random.fraction() };
  }
}

/** A window of the other tenant that was read to its end and brought nothing; milliseconds since 1970. */
function filledRead(fromMs: number, toMs: number, atMs: number): WindowRead {
  const [from, to, at] = [fromMs, toMs, atMs].map((ms) => new Date(ms).toISOString());
  return {
    tenantId: "00000000-0000-4000-8000-000000000009",
    source: "filled",
    from: from ?? "",
    to: to ?? "",
    at: at ?? "",
    fetched: 0,
    added: 0,
    updated: 0,
    late: 0,
    requests: 1,
    throttledMs: 0,
    elapsedMs: 0,
  };
}
