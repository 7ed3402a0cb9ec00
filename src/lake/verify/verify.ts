import type { DuckDBConnection } from "@duckdb/node-api";
import { sum } from "../../base/sum.ts";
import { failureOf } from "../../duckdb/failures.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { VerifyOutcome } from "../../protocol/lake.ts";
import type { LakeHeads } from "../../protocol/ledger-heads.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import { brokenHeads } from "../ledger/broken-heads.ts";
import type { LedgerState, SliceState } from "../ledger/ledger-state.ts";
import { parseSlicePath } from "../ledger/slice-path.ts";
import type { HeldFile } from "../slices/held-file.ts";
import { SliceLook } from "../slices/slice-look.ts";
import { atOnce } from "../storage/at-once.ts";
import { HeldProof } from "../unnamed/held-proof.ts";
import { type CheckedRows, checkRows, noRows } from "./check-rows.ts";
import { faultOf, formFaultOf, type SliceFault } from "./check-slice.ts";
import { differences } from "./differences.ts";
import { findStrays } from "./strays.ts";
import { type VerifiedLedger, verifyLedger } from "./verify-ledger.ts";

/** So many files are read at once. */
const filesAtOnce = 8;

export interface VerifyOptions {
  readonly tables?: readonly TableName[];
  /** First and last log day, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Heads of the ledger that were kept outside the lake. */
  readonly heads?: LakeHeads;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { checked: number; total: number }) => void;
}

/**
 * Compares a lake's ledger with itself and with heads that were kept outside, every slice with the ledger, and every
 * key with all others. What an earlier writer met and recorded is reported too, for good (design: The ledger).
 * Nothing is written: a lake that may only be read can be verified.
 * @throws TenantTrailError when the lake cannot be read; CancelledError.
 */
export async function verify(connection: DuckDBConnection, lake: Lake, options: VerifyOptions): Promise<VerifyOutcome> {
  return new Verification(connection, lake, options).run();
}

class Verification {
  readonly #connection: DuckDBConnection;
  readonly #look: SliceLook;
  readonly #lake: Lake;
  readonly #options: VerifyOptions;
  readonly #mismatched: VerifyOutcome["mismatched"][number][] = [];
  readonly #missing: VerifyOutcome["missing"][number][] = [];
  readonly #duplicated: VerifyOutcome["duplicated"][number][] = [];
  readonly #strays: NonNullable<VerifyOutcome["strays"]>[number][] = [];
  readonly #proof: HeldProof<HeldFile>;
  #checked = 0;
  #total = 0;

  constructor(connection: DuckDBConnection, lake: Lake, options: VerifyOptions) {
    this.#connection = connection;
    this.#look = new SliceLook(connection, lake.storage);
    this.#proof = new HeldProof(this.#look, lake.storage);
    this.#lake = lake;
    this.#options = options;
  }

  async run(): Promise<VerifyOutcome> {
    const { tables = tableNames, heads = {}, signal } = this.#options;
    const ledgers = await Promise.all(tables.map((table) => verifyLedger(this.#lake, table, signal)));
    this.#total = sum(ledgers, ({ state }) => this.#inRange(state.slices).length);
    try {
      for (const ledger of ledgers) await this.#verifyTable(ledger);
    } finally {
      await this.#proof.release();
    }
    for (const { table, reason } of await brokenHeads(heads, (each) => this.#lake.ledger(each), signal))
      if (tables.includes(table)) this.#mismatch(`_ledger/${table}`, reason);
    return {
      checked: this.#checked,
      mismatched: this.#mismatched,
      missing: this.#missing,
      duplicated: this.#duplicated,
      ...(this.#strays.length > 0 && { strays: this.#strays }),
    };
  }

  async #verifyTable(ledger: VerifiedLedger): Promise<void> {
    const { signal, onProgress } = this.#options;
    for (const { path, reason } of ledger.findings) if (isInRange(path, this.#options)) this.#mismatch(path, reason);
    const slices = this.#inRange(ledger.state.slices);
    const faults = await atOnce(slices, filesAtOnce, async ([, slice]) => {
      throwIfCancelled(signal);
      const fault = await faultOf(this.#look, this.#lake, slice);
      this.#checked += 1;
      onProgress?.({ checked: this.#checked, total: this.#total });
      return fault;
    });
    const sound: SliceState[] = [];
    for (const [index, [part, slice]] of slices.entries())
      if (await this.#isSound(ledger, part, slice, faults[index])) sound.push(slice);
    await this.#checkRows(ledger.table, sound);
    const { paths, refused } = await findStrays(this.#lake, ledger, signal);
    for (const path of paths.filter((each) => isInRange(each, this.#options))) {
      throwIfCancelled(signal);
      const fault = await faultOf(this.#look, this.#lake, { path });
      if (fault === undefined) this.#strays.push(await this.#strayOf(path, ledger.state));
      else if (!fault.isMissing) this.#mismatch(path, `The ledger does not name this file. ${fault.reason}`);
    }
    if (refused !== undefined && !this.#mismatched.some(({ reason }) => reason === refused))
      this.#mismatch(ledger.table, refused);
  }

  /** A file that the ledger does not name, with how many of its rows the ledger's slices do not hold. */
  async #strayOf(path: string, state: LedgerState): Promise<NonNullable<VerifyOutcome["strays"]>[number]> {
    const slice = this.#lake.storage.locate(path);
    const part = parseSlicePath(path);
    const proof = part && (await this.#proof.of({ path, part }, state, this.#options.signal));
    return proof?.kind === "left" ? { slice, rows: proof.rows } : { slice };
  }

  /** Whether the slice is what the ledger says; what is wrong with it is added to the findings. */
  async #isSound(
    { table }: VerifiedLedger,
    part: string,
    slice: SliceState,
    fault: SliceFault | undefined,
  ): Promise<boolean> {
    if (fault === undefined) return true;
    if (!fault.isMissing) this.#mismatch(slice.path, fault.reason);
    // A verification may take longer than a replaced slice is kept.
    else if (await this.#isStillNamed(table, part, slice.path))
      this.#missing.push({ slice: this.#lake.storage.locate(slice.path) });
    return false;
  }

  async #isStillNamed(table: TableName, part: string, path: string): Promise<boolean> {
    const { state, damage } = await this.#lake.ledger(table).read(this.#options.signal);
    return damage !== undefined || state.slices.get(part)?.path === path;
  }

  async #checkRows(table: TableName, slices: readonly SliceState[]): Promise<void> {
    const paths = slices.map(({ path }) => path);
    const { storage } = this.#lake;
    let checked: CheckedRows;
    try {
      checked = await checkRows(this.#connection, storage, table, paths, this.#options.signal);
    } catch (error) {
      const readable = await this.#withoutUnreadable(slices, error);
      return this.#checkRows(table, readable);
    }
    const { contents, duplicates } = checked;
    for (const slice of slices) {
      for (const reason of differences(contents.get(slice.path) ?? noRows, slice)) this.#mismatch(slice.path, reason);
    }
    for (const { tenantId, key, paths: held } of duplicates)
      this.#duplicated.push({ table, tenantId, key, slices: held.map((path) => storage.locate(path)) });
  }

  /** What the ledger recorded may be no slice all the same. @throws the error when that is not why it came. */
  async #withoutUnreadable(slices: readonly SliceState[], error: unknown): Promise<readonly SliceState[]> {
    if (failureOf(error) === undefined) throw error;
    const readable: SliceState[] = [];
    for (const slice of slices) {
      const reason = await formFaultOf(this.#look, slice.path);
      if (reason === undefined) readable.push(slice);
      else this.#mismatch(slice.path, reason);
    }
    if (readable.length === slices.length) throw error;
    return readable;
  }

  #inRange(slices: ReadonlyMap<string, SliceState>): readonly (readonly [string, SliceState])[] {
    return [...slices]
      .filter(([part]) => isInRange(part, this.#options))
      .sort(([one], [other]) => (one < other ? -1 : 1));
  }

  #mismatch(path: string, reason: string): void {
    this.#mismatched.push({ slice: this.#lake.storage.locate(path), reason });
  }
}

/** Whether a path is of a day that is verified; what is of no day always is. */
function isInRange(path: string, { from, to }: Pick<VerifyOptions, "from" | "to">): boolean {
  const day = /dt=(\d{4}-\d{2}-\d{2})/.exec(path)?.[1];
  return day === undefined || ((from === undefined || day >= from) && (to === undefined || day <= to));
}
