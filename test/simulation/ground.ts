import type { BatchWork, HeldSlice, RecoveryWork } from "../../src/lake/slices/slice-work.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import type { Random } from "../../src/sample-tenant/random.ts";
import type { Invariants } from "./oracle/invariants.ts";
import type { SimulatedProcess } from "./processes/simulated-process.ts";
import { DecodedSlices } from "./slices/decoded-slices.ts";
import { encodeSlice, seenSlice } from "./slices/json-slice.ts";
import { MemorySliceWork } from "./slices/memory-slice-work.ts";
import { FaultyStorage, type StorageMood } from "./storage/faulty-storage.ts";
import { WatchedStorage } from "./storage/watched-storage.ts";

/** A lake as one process works on it. */
export interface GroundView<Held extends HeldSlice = HeldSlice> {
  readonly storage: Storage;
  readonly work: BatchWork<Held> & RecoveryWork<Held>;
}

/** What a simulated lake lies on. */
export interface Ground<Held extends HeldSlice = HeldSlice> {
  /** The storage as it is, for those who look from outside. */
  readonly storage: Storage;
  /** The address by which Athena reads a path; absent where it reads nothing. */
  addressOf?(path: string): string;
  /** @param slot tells processes that live at the same time apart. */
  view(process: SimulatedProcess, mood: StorageMood, random: Random, slot: number): GroundView<Held>;
  /** What a person does to the files by hand, past every protocol. */
  remove(path: string): Promise<void>;
  /** Whether the power may be cut from now on. Not there where that is not simulated. */
  expectPowerCut?(isExpected: boolean): void;
  /** Takes what was not put on the disk. */
  cutPower?(random: Random): void;
  /** Leaves out some rows of a slice, as somebody would who edits it by hand. */
  edit(path: string, random: Random): Promise<void>;
}

/** JSON slices in memory, for thousands of lives. */
export class MemoryGround implements Ground {
  readonly storage: WatchedStorage;
  readonly #slices = new DecodedSlices();

  constructor(invariants: Invariants, now: () => number) {
    const wrote = (path: string, content: Uint8Array): void => {
      if (path.endsWith(".parquet")) invariants.wroteSlice(path, seenSlice(this.#slices.at(path, content)));
      else invariants.wroteEntry(path, content);
    };
    const removed = (path: string): void => invariants.removed(path);
    this.storage = new WatchedStorage({ wrote, removed, remember: (path) => invariants.remember(path) }, now);
  }

  view(process: SimulatedProcess, mood: StorageMood, random: Random): GroundView {
    const storage = new FaultyStorage(this.storage, process, mood, random, this.storage);
    return { storage, work: new MemorySliceWork(storage, this.#slices) };
  }

  async remove(path: string): Promise<void> {
    await this.storage.removeByHand(path);
  }

  expectPowerCut(isExpected: boolean): void {
    this.storage.expectsPowerCut = isExpected;
  }

  cutPower(random: Random): void {
    this.storage.cutPower(random);
  }

  async edit(path: string, random: Random): Promise<void> {
    const bytes = await this.storage.read(path);
    if (bytes === undefined) return;
    const rows = this.#slices.at(path, bytes).slice.rows.filter(() => !random.chance(0.2));
    await this.storage.overwriteByHand(path, encodeSlice({ parent: "0".repeat(64), rows }));
  }
}
