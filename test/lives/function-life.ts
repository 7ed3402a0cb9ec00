import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { minuteMs } from "../../src/base/time-units.ts";
import type { Clock } from "../../src/collector/clock.ts";
import { CollectorRuns } from "../../src/function/collector-runs.ts";
import type { Lake } from "../../src/lake/lake.ts";
import { parseSlicePath } from "../../src/lake/ledger/slice-path.ts";
import { keyOf, pathOf } from "../../src/lake/storage/s3/s3-place.ts";
import type { FunctionReport } from "../../src/protocol/aws/function-report.ts";
import { openS3Lake } from "../../src/service/open-s3-lake.ts";
import { fastClock } from "../collect/fast-clock.ts";
import { fetchOf } from "../simulation/microsoft/fetch-face.ts";
import { sampleApp } from "../simulation/microsoft/login/app-registration.ts";
import { SimulatedMicrosoft } from "../simulation/microsoft/microsoft.ts";
import { tinyTenant } from "../simulation/microsoft/tenant/tiny-tenant.ts";
import { Invariants } from "../simulation/oracle/invariants.ts";
import { truthOf } from "../simulation/oracle/truth.ts";
import { type KillPoint, SimulatedProcess } from "../simulation/processes/simulated-process.ts";
import { VirtualTime } from "../simulation/processes/virtual-time.ts";
import { s3ClientOver } from "../simulation/s3/s3-handler.ts";
import { S3Rest } from "../simulation/s3/s3-rest.ts";
import { SimulatedBucket } from "../simulation/s3/simulated-bucket.ts";
import { seenParquet } from "../simulation/slices/parquet-slice.ts";

const hour = 60 * minuteMs;
const eventsFromMs = Date.UTC(2026, 1, 27, 20);
const eventsToMs = eventsFromMs + 8 * hour;
const place = { bucket: "logs" };
const timeLimitMs = 780_000;

export const leasePath = "_state/lease-activity.json";

/** Nothing comes later than a quarter of an hour after it happened, so that each run of a life is offered the same. */
const delivery = { hours: 0, tail: 0, changed: 0, twice: 0.3, listedLate: 0 };

/** Where a run is killed, and whether requests to Microsoft count. */
export interface FunctionKill extends KillPoint {
  readonly of: "S3" | "all";
}

/** What one run of a function came to; its error when it failed or was killed. */
export interface FunctionRun {
  readonly report: FunctionReport | undefined;
  readonly error: unknown;
  readonly effects: number;
}

/**
 * A function that collects activity into a simulated bucket: all that runs in Lambda but its runtime. A process can be
 * killed before and after each of its requests.
 */
export class FunctionLife {
  readonly invariants: Invariants;
  readonly bucket: SimulatedBucket;
  readonly clock: Clock;
  readonly #microsoft: SimulatedMicrosoft;
  readonly #folder: string;
  readonly #connection: DuckDBConnection;
  readonly #rest: S3Rest;
  #leaptMs = 0;
  #runs = 0;

  /** @param atMs when it begins. @param connection reads slices for the invariants. */
  private constructor(atMs: number, folder: string, connection: DuckDBConnection) {
    const fast = fastClock(atMs, 30);
    this.clock = { now: () => fast.now() + this.#leaptMs, sleep: (ms, signal) => fast.sleep(ms, signal) };
    const tenant = tinyTenant({
      seed: 7,
      startMs: eventsFromMs,
      endMs: eventsToMs,
      events: 24,
      weights: { "Audit.Exchange": 1 },
      delivery,
    });
    this.#microsoft = new SimulatedMicrosoft(tenant, this.clock, { latency: { baseMs: 20, perRowMs: 0 } });
    this.#folder = folder;
    this.#connection = connection;
    this.invariants = new Invariants([truthOf(this.#microsoft)], () => this.clock.now());
    this.bucket = new SimulatedBucket(place.bucket, () => this.clock.now(), {
      put: (key, bytes) => this.#wrote(key, bytes),
      superseded: (key) => this.invariants.removed(pathOf(place, key) ?? ""),
    });
    this.#rest = new S3Rest(this.bucket);
  }

  /** Lives in a folder of its own for as long as `live` lasts, from some hours after the first event. */
  static async with<T>(
    connection: DuckDBConnection,
    hours: number,
    live: (life: FunctionLife) => Promise<T>,
  ): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-function-life-"));
    try {
      return await live(new FunctionLife(eventsFromMs + hours * hour, folder, connection));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Everything that Microsoft offers by now, as `<table> <tenant> <key>`. */
  existing(): string[] {
    const { tenant } = this.#microsoft;
    const offers = tenant.existing(["Audit.Exchange"], this.clock.now()).values();
    return [...offers].map(({ table, key }) => `${table} ${tenant.tenantId} ${key}`).sort();
  }

  /** Lets time pass. */
  leap(ms: number): void {
    this.#leaptMs += ms;
  }

  /** Goes on where another life left its bucket. */
  async inherit({ bucket }: FunctionLife): Promise<void> {
    // In the order in which a run writes: slices, then the entry that names them, then what names slices for Athena.
    const rank = (key: string): number => ["slices/", "_ledger/", "tables/"].findIndex((each) => key.startsWith(each));
    for (const key of [...bucket.keys()].sort((a, b) => rank(a) - rank(b))) {
      const object = bucket.get(key);
      if (object !== undefined) await this.bucket.put(key, object);
    }
  }

  /** The lake as somebody sees it from outside. */
  lake(): Lake {
    return this.#lakeOver((request) => this.#rest.answer(request));
  }

  /** A run in a process of its own. */
  async run(kill?: FunctionKill): Promise<FunctionRun> {
    const process = new SimulatedProcess(new VirtualTime(0), { unwinds: true, ...(kill && { killPoint: kill }) });
    const answer = fetchOf(this.#microsoft);
    const { tenantId } = this.#microsoft.tenant;
    const credential = { tenantId, clientId: sampleApp.clientId, clientSecret: sampleApp.secrets[0]?.value };
    const silent = (): void => undefined;
    const runs = new CollectorRuns({
      name: "activity",
      lake: this.#lakeOver((request) => process.effect(() => this.#rest.answer(request))),
      clock: this.clock,
      parameters: async () => [
        { name: `/x/${tenantId}`, value: JSON.stringify({ ...credential, sources: ["Audit.Exchange"] }) },
      ],
      parameterPath: "/x/",
      // Nothing is changed there, so dying after it is the same as dying before the next request to S3.
      fetch: (url, init) => (kill?.of === "S3" ? answer(url, init) : process.effect(() => answer(url, init))),
      random: () => 0.5,
      megabytes: 1024,
      log: { info: silent, warn: silent, error: silent, measure: silent },
    });
    const endMs = this.clock.now() + timeLimitMs;
    this.#runs += 1;
    const invocation = {
      event: {},
      requestId: `request-${this.#runs}`,
      remainingMs: () => endMs - this.clock.now(),
    };
    const ended = await runs.run(invocation).then(
      (report) => ({ report, error: undefined }),
      (error: unknown) => ({ report: undefined, error }),
    );
    return { ...ended, effects: process.effects };
  }

  #lakeOver(answering: Parameters<typeof s3ClientOver>[0]): Lake {
    const { clock } = this;
    const time = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms), random: () => 0.5 };
    return openS3Lake({ client: s3ClientOver(answering), place, folder: this.#folder, time });
  }

  async #wrote(key: string, bytes: Uint8Array): Promise<void> {
    const path = pathOf(place, key) ?? "";
    if (path.startsWith("tables/")) this.#checkManifest(path, new TextDecoder().decode(bytes));
    else if (parseSlicePath(path) === undefined) this.invariants.wroteEntry(path, bytes);
    else {
      const file = join(this.#folder, "seen.parquet");
      await writeFile(file, bytes);
      this.invariants.wroteSlice(path, await seenParquet(this.#connection, path, file));
    }
  }

  /** Athena finds each slice that a manifest names. */
  #checkManifest(path: string, text: string): void {
    for (const address of text.split("\n").filter((line) => line !== ""))
      if (this.bucket.get(address.slice(`s3://${place.bucket}/`.length)) === undefined)
        this.invariants.violations.push({ kind: "other", text: `${path} names ${address}, which is not there` });
  }
}

/** The object of a path. */
export function objectAt({ bucket }: FunctionLife, path: string): string | undefined {
  const object = bucket.get(keyOf(place, path));
  return object && new TextDecoder().decode(object.bytes);
}
