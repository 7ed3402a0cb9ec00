import { commitStaged } from "../../../../src/lake/commit.ts";
import type { CommitOutcome } from "../../../../src/lake/committing/commit-options.ts";
import { Lake } from "../../../../src/lake/lake.ts";
import type { LedgerState } from "../../../../src/lake/ledger/ledger-state.ts";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import type { StoredObject, WriteCondition } from "../../../../src/lake/storage/storage.ts";
import { DecodedSlices } from "../../../simulation/slices/decoded-slices.ts";
import { decodeSlice } from "../../../simulation/slices/json-slice.ts";
import { MemorySliceWork } from "../../../simulation/slices/memory-slice-work.ts";

/** A clock that stands until it is set, for a storage and all who write to it. */
export class StandingClock {
  nowMs = Date.parse("2026-11-22T12:00:00Z");

  readonly now = (): number => this.nowMs;

  pass(ms: number): void {
    this.nowMs += ms;
  }
}

/** A storage in memory, beside which lies what was decoded of its slices, so that each writer need not do it again. */
export class SlicesInMemory extends MemoryStorage {
  readonly decoded = new DecodedSlices();
}

/** A storage that does something before each write. */
export class HookedStorage extends SlicesInMemory {
  /** Answers once it is done; called with the path. */
  beforeWrite: (path: string) => Promise<void> = async () => undefined;
  afterWrite: (path: string) => Promise<void> = async () => undefined;
  readonly written: string[] = [];

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    await this.beforeWrite(path);
    const object = await super.write(path, content, condition);
    this.written.push(path);
    await this.afterWrite(path);
    return object;
  }
}

/** A writer with its own fold of the ledger, as another process has. */
export function writerOn(storage: SlicesInMemory, clock: StandingClock, graceMs?: number): Lake<SlicesInMemory> {
  const time = { now: clock.now, sleep: async () => undefined, random: () => 0.5 };
  return new Lake(storage, time, graceMs === undefined ? {} : { graceMs });
}

export async function commitTo(lake: Lake<SlicesInMemory>, rows: readonly StagedRow[]): Promise<CommitOutcome> {
  const work = new MemorySliceWork(lake.storage, lake.storage.decoded);
  await work.stage(rows, new Map(rows.map(({ input }) => [input, `request-${input}`])));
  return commitStaged(work, lake);
}

export async function stateOf(lake: Lake<SlicesInMemory>): Promise<LedgerState> {
  return (await writerOn(lake.storage, new StandingClock()).ledger("signins").read()).state;
}

/** Part and key of every row that a state names. @throws when one of its slices is not there. */
export async function rowsOf(storage: MemoryStorage, { slices }: LedgerState): Promise<string[]> {
  const rows: string[] = [];
  for (const [part, { path }] of slices) {
    const bytes = await storage.read(path);
    if (bytes === undefined) throw new Error(`${path} is not there`);
    for (const { key } of decodeSlice(bytes).rows) rows.push(`${part.slice("signins/dt=".length)} ${key}`);
  }
  return rows.sort();
}

/** A sign-in; a rough one has a time that is only nearly right. */
export function row(key: string, at: string, isRough = false): StagedRow {
  return {
    input: 0,
    line: 1,
    table: "signins",
    tenantId: "t1",
    key,
    eventTimeMs: Date.parse(at),
    source: isRough ? "log-analytics" : "graph-beta",
    timeIsApproximate: isRough,
    observedMs: null,
    late: false,
    raw: JSON.stringify({ id: key, createdDateTime: at }),
  };
}
