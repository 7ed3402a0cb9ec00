import { hourMs, minuteMs } from "../../base/time-units.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { LakeTime } from "../ledger/lake-time.ts";
import type { LedgerReading } from "../ledger/ledger-reader.ts";
import { emptyLedger, type LedgerState } from "../ledger/ledger-state.ts";
import { withLookDatabase } from "../slices/look-database.ts";
import { SliceLook } from "../slices/slice-look.ts";
import type { FileStorage } from "../storage/storage.ts";
import { HeldProof, type Proof } from "./held-proof.ts";
import { type UnnamedSlice, unnamedSlices } from "./unnamed-slices.ts";

/** A slice that the ledger does not name and whose rows it does not hold, as far as anybody can tell. */
export interface LeftSlice extends UnnamedSlice {
  readonly proof: Exclude<Proof, { kind: "held" }>;
}

interface Found {
  readonly atMs: number;
  /** The unnamed slices that were looked at, and the ledger's head. */
  readonly of: string;
  readonly left: readonly LeftSlice[];
}

/** So many are looked at; of the others it is only said that they lie there. */
const mostLooked = 100;

/** Behind every name that begins with `_`, and before those of tables. */
const behindOurs = "_~";

/** Who writes has told of its slices by then. */
const untoldMs = hourMs;

const notLooked: LeftSlice["proof"] = { kind: "unread", reason: "Nobody looked at it yet." };

/** Looks for rows that lie in a lake without being named by its ledger, for whoever lists days or answers. Nothing is written. */
export class UnnamedLook {
  readonly #storage: FileStorage;
  readonly #time: LakeTime;
  readonly #found = new Map<TableName, Found>();
  /** Slices whose rows are held: they stay so. */
  readonly #held = new Set<string>();
  /** Entries that each ledger had when it was looked at last. */
  readonly #seen = new Map<TableName, number>();
  readonly #listed = new Map<string, { readonly atMs: number; readonly paths: Promise<readonly string[]> }>();

  constructor(storage: FileStorage, time: LakeTime) {
    this.#storage = storage;
    this.#time = time;
  }

  /**
   * @param looking what the ledgers say, for example while they are read; none of a table whose ledger is damaged.
   * @param readAgain reads a ledger, because slices may have been told of since then.
   * @param maxAgeMs how old what is known of the folders may be, milliseconds.
   * @throws TenantTrailError `lake-missing`, `read-failed`; CancelledError.
   */
  async left(
    tables: readonly TableName[],
    looking: Promise<ReadonlyMap<TableName, Pick<LedgerReading, "state" | "damage">>>,
    readAgain: (table: TableName) => Promise<LedgerReading>,
    maxAgeMs: number,
    signal?: AbortSignal,
  ): Promise<readonly LeftSlice[]> {
    if (this.#storage.keepsRemoved === true) return [];
    const [paths, looked] = await Promise.all([this.#paths(tables, maxAgeMs), looking]);
    const left: LeftSlice[] = [];
    for (const table of tables) {
      const own = paths.filter((path) => path.startsWith(`${table}/`));
      const { state, damage } = looked.get(table) ?? { state: emptyLedger };
      // Where a ledger goes back, what its slices held is no longer known.
      if (state.n < (this.#seen.get(table) ?? 0)) this.#held.clear();
      this.#seen.set(table, state.n);
      if (damage === undefined && this.#unproven(own, state).length > 0)
        left.push(...(await this.#leftOf(table, own, () => readAgain(table), signal)));
    }
    return left;
  }

  async #leftOf(
    table: TableName,
    paths: readonly string[],
    readAgain: () => Promise<LedgerReading>,
    signal: AbortSignal | undefined,
  ): Promise<readonly LeftSlice[]> {
    const isWritten = (await this.#storage.names("_scratch/", { limit: 1, signal })).length > 0;
    const { state, damage } = await readAgain();
    if (damage !== undefined) return [];
    const all = this.#unproven(paths, state);
    const unnamed = isWritten ? await this.#olderOnes(all) : all;
    return unnamed.length === 0 ? [] : this.#prove(table, unnamed, state, signal);
  }

  #unproven(paths: readonly string[], state: LedgerState): readonly UnnamedSlice[] {
    return unnamedSlices(paths, state).filter(({ path }) => !this.#held.has(path));
  }

  #paths(tables: readonly TableName[], maxAgeMs: number): Promise<readonly string[]> {
    const of = tables.join(" ");
    const known = this.#listed.get(of);
    const nowMs = this.#time.now();
    if (known !== undefined && Math.abs(nowMs - known.atMs) < maxAgeMs) return known.paths;
    const paths = this.#list(tables).catch((error: unknown) => {
      this.#listed.delete(of);
      throw error;
    });
    this.#listed.set(of, { atMs: nowMs, paths });
    return paths;
  }

  /** One call is enough for several tables: what is theirs sorts behind all that begins with `_`. */
  async #list(tables: readonly TableName[]): Promise<readonly string[]> {
    const [only, ...others] = tables;
    if (only === undefined) return [];
    const list = (prefix: string) => this.#storage.names(prefix, { after: behindOurs });
    const all = others.length === 0 ? undefined : await unlessRefused(list(""));
    return (
      all ?? (await Promise.all(tables.map((table) => unlessRefused(list(`${table}/`))))).flatMap((some) => some ?? [])
    );
  }

  /** While somebody writes, what was just written is told of soon. */
  async #olderOnes(unnamed: readonly UnnamedSlice[]): Promise<readonly UnnamedSlice[]> {
    const older: UnnamedSlice[] = [];
    for (const slice of unnamed) {
      const object = await this.#storage.head(slice.path);
      if (object !== undefined && this.#time.now() - object.writtenMs > untoldMs) older.push(slice);
    }
    return older;
  }

  async #prove(
    table: TableName,
    unnamed: readonly UnnamedSlice[],
    state: LedgerState,
    signal: AbortSignal | undefined,
  ): Promise<readonly LeftSlice[]> {
    const of = unnamed.map(({ path }) => path).join("\n");
    const known = this.#found.get(table);
    const nowMs = this.#time.now();
    if (known?.of === `${state.head}\n${of}`) return known.left;
    if (known?.of.endsWith(`\n${of}`) && Math.abs(nowMs - known.atMs) < minuteMs) return known.left;
    const left: LeftSlice[] = [];
    await withLookDatabase(async (connection) => {
      const proof = new HeldProof(new SliceLook(connection, this.#storage), this.#storage);
      try {
        for (const slice of unnamed.slice(0, mostLooked)) {
          const found = await proof.of(slice, state, signal);
          if (found.kind === "held") this.#held.add(slice.path);
          else left.push({ ...slice, proof: found });
        }
      } finally {
        await proof.release();
      }
    });
    for (const slice of unnamed.slice(mostLooked)) left.push({ ...slice, proof: notLooked });
    this.#found.set(table, { atMs: nowMs, of: `${state.head}\n${of}`, left });
    return left;
  }
}

/** What is no plain file there is for Verify to name: the days that are held can be listed beside it. */
async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TenantTrailError && error.code === "unsafe-lake") return undefined;
    throw error;
  }
}
