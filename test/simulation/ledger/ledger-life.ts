import assert from "node:assert/strict";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { decodeEntry, sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { LedgerPaths } from "../../../src/lake/ledger/ledger-paths.ts";
import { emptyLedger, foldEntry, type LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import { Random } from "../../../src/sample-tenant/random.ts";
import { SimulatedProcess } from "../processes/simulated-process.ts";
import { VirtualTime } from "../processes/virtual-time.ts";
import { FaultyStorage, StorageUnreachable } from "../storage/faulty-storage.ts";
import { WatchedStorage } from "../storage/watched-storage.ts";

const stream = 217;
const writers = 5;
/** Few, so that entries are archived all the time. */
const paths = new LedgerPaths("signins", 3);

/** What a life of a ledger came to. */
export interface LedgerLife {
  readonly entries: number;
  readonly archived: number;
  /** Entries that were created under a number that was archived, and count for nothing. */
  readonly strays: number;
  readonly kills: number;
}

/**
 * Some writers append to one ledger and read it, over a storage that fails, and are killed and held up for longer than
 * the others need to archive what they were about to write. Holds at every step: what a reader folds is what was
 * appended, and whoever is told that it appended did.
 * @throws AssertionError when anything does not hold.
 */
export async function liveLedger(seed: number): Promise<LedgerLife> {
  return new Life(seed).live();
}

class Life {
  readonly #random: Random;
  readonly #time = new VirtualTime(Date.UTC(2026, 10, 1));
  readonly #storage = new WatchedStorage(
    { wrote: (path, content) => this.#wrote(path, content), removed: () => undefined },
    () => this.#time.now(),
  );
  /** The entries by number, from the first, as they were when they were created first. */
  readonly #chain: Uint8Array[] = [];
  readonly #states: LedgerState[] = [emptyLedger];
  readonly #said = new Set<string>();
  #strays = 0;
  #kills = 0;

  constructor(seed: number) {
    this.#random = Random.of(seed, 0, 0, stream);
  }

  async live(): Promise<LedgerLife> {
    await this.#time.run(Promise.all(Array.from({ length: writers }, (_, writer) => this.#write(writer))));
    const ledger = this.#ledgerOn(this.#storage, this.#time);
    const whole = await ledger.readWhole();
    this.#check(whole.state, whole.damage, this.#chain.length);
    assert.equal(whole.state.n, this.#chain.length);
    for (const [index, bytes] of this.#chain.entries()) assert.equal(await ledger.digestOf(index + 1), sha256(bytes));
    assert.equal(await ledger.last(), this.#chain.length);
    const archives = await this.#storage.list(`${paths.folder}archive/`);
    return {
      entries: this.#chain.length,
      archived: archives.length * paths.entriesPerArchive,
      strays: this.#strays,
      kills: this.#kills,
    };
  }

  /** One writer after the other in the same place: each goes on until it is killed. */
  async #write(writer: number): Promise<void> {
    const random = this.#random.fork();
    for (let run = 0; run < 4; run += 1) {
      const killPoint = { effect: 1 + random.below(120), when: random.chance(0.5) ? "before" : "after" } as const;
      const process = new SimulatedProcess(this.#time, random.chance(0.7) ? { killPoint } : {});
      const isFaulty = random.chance(0.5);
      const rate = isFaulty ? 0.05 : 0;
      const mood = { refuses: rate, losesAnswer: rate, repeatsItself: rate, failsToRead: rate, delayMs: 60_000 };
      const storage = new FaultyStorage(this.#storage, process, mood, random);
      const result = await process.run(() => this.#work(storage, process, random, `${writer} ${run}`));
      if (typeof result === "symbol") this.#kills += 1;
    }
  }

  async #work(storage: FaultyStorage, process: SimulatedProcess, random: Random, name: string): Promise<void> {
    let ledger = this.#ledgerOn(storage, process.clock);
    for (let turn = 0; turn < 12; turn += 1) {
      if (random.chance(0.1)) ledger = this.#ledgerOn(storage, process.clock);
      // Now and then for so long that the others archive what this one knows.
      await process.clock.sleep(random.below(random.chance(0.1) ? 3_600_000 : 60_000));
      try {
        await this.#turn(ledger, random, `${name} ${turn}`);
      } catch (error) {
        if (!(error instanceof StorageUnreachable)) throw error;
      }
    }
  }

  async #turn(ledger: Ledger, random: Random, message: string): Promise<void> {
    const before = this.#chain.length;
    const isStale = ledger.kept !== undefined && random.chance(0.5);
    const reading = isStale ? undefined : await ledger.read();
    if (reading !== undefined) this.#check(reading.state, reading.damage, before);
    const from = reading?.state ?? ledger.kept ?? emptyLedger;
    if (random.chance(0.3)) await this.#time.sleep(random.below(600_000), this);
    const at = "2026-11-01T00:00:00.000Z";
    const read = { tenantId: "t", source: "s", from: at, to: at, at, code: "read-failed" as const, message };
    const state = await ledger.append(from, () => ({ kind: "commit", failures: [read] }));
    const entry = decodeEntry(this.#chain[state.n - 1] ?? new Uint8Array());
    assert.equal(entry?.failures?.[0]?.message, message, `whoever appended entry ${state.n} was told so`);
    this.#check(state, undefined, state.n);
    if (random.chance(0.2)) await ledger.keepCheckpoint();
  }

  /** What was read is what was appended: all of it that was there before the reading began. */
  #check(state: LedgerState, damage: string | undefined, least: number): void {
    assert.equal(damage, undefined);
    assert.ok(state.n >= least, `entry ${state.n} is the last that was read; ${least} were there`);
    assert.deepEqual(state, this.#states[state.n]);
  }

  #ledgerOn(storage: FaultyStorage | WatchedStorage, clock: Pick<VirtualTime, "now"> & object): Ledger {
    const time = {
      now: () => clock.now(),
      sleep: (ms: number) => this.#time.sleep(ms, clock),
      random: () => this.#random.fraction(),
    };
    return new Ledger(storage, "signins", time, paths);
  }

  #wrote(path: string, content: Uint8Array): void {
    const last = paths.lastOfArchive(path);
    if (last !== undefined) {
      const entries = this.#chain.slice(last - paths.entriesPerArchive, last);
      assert.deepEqual(Buffer.from(content), Buffer.concat(entries), "an archive is its entries, byte by byte");
      assert.ok(last + paths.entriesPerArchive <= this.#chain.length, "the newest entries are not archived");
    }
    const n = paths.numberOf(path);
    if (n === undefined) return;
    if (n <= this.#chain.length) {
      this.#strays += 1;
      return;
    }
    assert.equal(n, this.#chain.length + 1, "entries are created in order");
    const entry = decodeEntry(content);
    const state = this.#states[n - 1];
    assert.ok(entry !== undefined && state !== undefined && entry.previous === state.head);
    const message = entry.failures?.[0]?.message ?? "";
    assert.ok(!this.#said.has(message), "nothing is appended twice");
    this.#said.add(message);
    this.#chain.push(content);
    this.#states.push(foldEntry(state, entry, sha256(content)));
  }
}
