import { parseArgs } from "node:util";
import { serversOf } from "../../src/collector/clouds.ts";
import { collect } from "../../src/collector/collect.ts";
import { Pacers } from "../../src/collector/microsoft/limits/pacers.ts";
import { openMicrosoft } from "../../src/collector/microsoft/open-microsoft.ts";
import type { Batch, BatchOutcome, CollectLake, Comparison } from "../../src/collector/run/collect-lake.ts";
import { encodeEntry, type LedgerEntry, sha256 } from "../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, foldEntry, type LedgerState } from "../../src/lake/ledger/ledger-state.ts";
import type { SourceId, TenantSettings } from "../../src/protocol/collector.ts";
import { Random } from "../../src/sample-tenant/random.ts";
import { fetchOf } from "../simulation/microsoft/fetch-face.ts";
import { SimulatedMicrosoft } from "../simulation/microsoft/microsoft.ts";
import type { TenantEvent } from "../simulation/microsoft/tenant/offer.ts";
import { SimulatedTenant } from "../simulation/microsoft/tenant/tenant.ts";
import { VirtualClock, VirtualTime } from "../simulation/processes/virtual-time.ts";

/** What a run at the documented limit of the reports used of it; all times are virtual. */
export interface Throughput {
  /** What an answer of 1,000 rows takes, milliseconds. */
  readonly answerMs: number;
  readonly rows: number;
  readonly requests: number;
  /** Share of the requests that the limit allows, from the first to the last. */
  readonly used: number;
  /** 429s in steady state, of which there should be none. */
  readonly refused: number;
  /** From the call of `collect` to its end. */
  readonly minutes: number;
}

const tenantId = "7e57ab1e-0000-4000-8000-000000000001";
const kinds: readonly SourceId[] = [
  "signIns.interactiveUser",
  "signIns.nonInteractiveUser",
  "signIns.servicePrincipal",
  "signIns.managedIdentity",
];
const settings: TenantSettings = {
  tenantId,
  name: "tiny.example",
  cloud: "global",
  clientId: "c0113c70-0000-4000-8000-000000000001",
  credentialKind: "secret",
  sources: kinds,
  since: "2026-03-01T00:00:00.000Z",
  floors: {},
};
const limitMinutes = 15;
const allowed = { requests: 5, perMs: 10_000 };
const startMs = Date.UTC(2026, 2, 1);

/** Collects a backlog that is too large for one run of 15 minutes. */
export async function throughput(answerMs: number, mergeMsPerRow: number): Promise<Throughput> {
  const time = new VirtualTime(startMs);
  const clock = new VirtualClock(time);
  const delivery = { hours: 0, tail: 0, changed: 0, twice: 0, listedLate: 0 };
  const tenant = new SimulatedTenant({ tenantId, seed: 1, events: backlog(450_000), delivery });
  const server = new SimulatedMicrosoft(tenant, clock, { latency: { baseMs: answerMs, perRowMs: 0 } });
  const random = Random.of(1, 0, 0, 203);
  const fraction = (): number => random.fraction();
  const answer = fetchOf(server);
  const microsoft = openMicrosoft({
    tenantId,
    clientId: settings.clientId,
    cloud: "global",
    servers: serversOf({ cloud: "global" }),
    clock,
    tokens: { token: async (api) => server.token(api) },
    fetch: (url, init) => answer(url, init),
    random: fraction,
    pacers: new Pacers(clock, fraction),
  });
  const lake = new CountingLake((ms) => clock.sleep(ms), mergeMsPerRow);
  const outcome = await time.run(
    collect({ settings, microsoft, lake, clock }, { request: { maxMinutes: limitMinutes } }),
  );
  const usage = server.usage("reports");
  const possible = allowed.requests + ((usage.lastMs - usage.firstMs) / allowed.perMs) * allowed.requests;
  return {
    answerMs,
    rows: outcome.tables.reduce((sum, { fetched }) => sum + fetched, 0),
    requests: usage.allowed,
    used: usage.allowed / possible,
    refused: usage.refused,
    minutes: (clock.now() - startMs) / 60_000,
  };
}

/** Sign-ins of the last 29 days, evenly spread over their kinds. */
function* backlog(rows: number): Generator<TenantEvent> {
  const random = Random.of(1, 0, 0, 204);
  const fromMs = startMs - 29 * 86_400_000;
  for (let n = 0; n < rows; n += 1) {
    const eventMs = fromMs + Math.floor((n * 29 * 86_400) / rows) * 1000;
    const source = random.pick(kinds);
    const createdDateTime = new Date(eventMs).toISOString();
    const record = { id: random.uuid(), createdDateTime, signInEventTypes: [source.slice("signIns.".length)] };
    yield { source, table: "signins", eventMs, record };
  }
}

/** A lake that keeps nothing but its ledger, and takes its time over each row. */
class CountingLake implements CollectLake {
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #msPerRow: number;
  #state: LedgerState = emptyLedger;

  constructor(sleep: (ms: number) => Promise<void>, msPerRow: number) {
    this.#sleep = sleep;
    this.#msPerRow = msPerRow;
  }

  async state(): Promise<LedgerState> {
    return this.#state;
  }

  async commit(batch: Batch): Promise<BatchOutcome> {
    await this.#sleep(batch.rows.length * this.#msPerRow);
    const counts = new Map<number, { added: number; updated: number; late: number }>();
    for (const { input } of batch.rows)
      counts.set(input, { added: (counts.get(input)?.added ?? 0) + 1, updated: 0, late: 0 });
    const windows = [...batch.windows(counts)];
    const [n, previous] = [this.#state.n + 1, this.#state.head];
    const entry: LedgerEntry = { n, previous, at: new Date(startMs).toISOString(), kind: "commit", windows };
    this.#state = foldEntry(this.#state, entry, sha256(encodeEntry(entry)));
    return { counts, failed: [] };
  }

  async compare(): Promise<Comparison> {
    return { notShown: [], lackedBefore: [] };
  }

  async keepCheckpoints(): Promise<void> {}

  async saveTenant(): Promise<void> {}

  async takeSearch(): Promise<undefined> {}

  async unsubscribed(): Promise<undefined> {}

  async keepUnsubscribed(): Promise<[]> {
    return [];
  }

  async reject(): Promise<undefined> {
    throw new Error("No record of this bench is to be rejected");
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { "merge-ms-per-row": { type: "string", default: "0.5" } } });
  for (const answerMs of [300, 1_000, 3_000, 6_000]) {
    const { rows, requests, used, refused, minutes } = await throughput(answerMs, Number(values["merge-ms-per-row"]));
    process.stdout.write(
      `answers of ${answerMs} ms: ${rows} rows with ${requests} requests, ${(100 * used).toFixed(1)} % of the allowed, ` +
        `${refused} refused; ended after ${minutes.toFixed(1)} of ${limitMinutes} minutes\n`,
    );
  }
}
