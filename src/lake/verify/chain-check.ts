import { type Anomaly, decodeEntry, type LedgerEntry, sha256 } from "../ledger/ledger-entry.ts";
import type { StoredEntry } from "../ledger/ledger-reader.ts";
import { emptyLedger, LedgerFold, type LedgerState } from "../ledger/ledger-state.ts";
import { slicePath } from "../ledger/slice-path.ts";
import { heldRows, lostRows } from "./lost-rows.ts";

/** What is wrong with a ledger, and where. */
export interface ChainFinding {
  readonly path: string;
  /** A sentence for a person. */
  readonly reason: string;
}

/**
 * Folds a ledger entry by entry from the first, never from a checkpoint, and names what is wrong with it: entries that
 * are missing, changed or in another order, and rows that became fewer (design: The ledger). Entries behind a damage
 * are folded too, so that the slices are held against the newest that is known of each.
 */
export class ChainCheck {
  readonly findings: ChainFinding[] = [];
  /** Path of every slice that an entry names. */
  readonly named = new Set<string>();
  /** What writers met and recorded. */
  readonly recorded: Anomaly[] = [];
  readonly #pathOf: (n: number) => string;
  readonly #fold = new LedgerFold();
  #state: LedgerState = emptyLedger;
  /** The entry before, when it was there and could be read. */
  #before: { readonly path: string; readonly sha256: string } | undefined;

  /** @param pathOf where the entry of a number is, for messages about one that is not there. */
  constructor(pathOf: (n: number) => string) {
    this.#pathOf = pathOf;
  }

  /** The fold of what was added. */
  get state(): LedgerState {
    return this.#state;
  }

  /** Adds an entry; they come in the order of their numbers. */
  add({ n, path, bytes, isBeside }: StoredEntry): void {
    if (isBeside) {
      this.#find(path, `Another entry ${n} is in the archive: this one was put here later, and does not count.`);
      return;
    }
    const digest = sha256(bytes);
    const entry = decodeEntry(bytes);
    this.#checkNumbers(n);
    if (entry === undefined || entry.n !== n) {
      this.#find(
        path,
        entry === undefined
          ? "The entry cannot be read: it was changed or cut."
          : `The entry says of itself that it is number ${entry.n}: entries were put in another order.`,
      );
      this.#before = undefined;
      this.#state = { ...this.#state, n, head: digest };
      return;
    }
    if (entry.kind !== "rebuilt") this.#checkPrevious(n, path, entry.previous);
    this.#takeSlices(entry, path);
    const had = heldRows(this.#state, entry);
    this.#state = this.#fold.add(this.#state, entry, digest);
    for (const reason of lostRows(had, heldRows(this.#state, entry))) this.#find(path, reason);
    this.recorded.push(...(entry.anomalies ?? []));
    this.#before = { path, sha256: digest };
  }

  #takeSlices({ kind, slices = [] }: LedgerEntry, path: string): void {
    for (const { part, before, after } of slices) {
      const known = kind === "rebuilt" ? null : (this.#state.slices.get(part)?.sha256 ?? null);
      // Behind a damage it is not known what was there before.
      if (known !== before && this.findings.length === 0)
        this.#find(
          path,
          `The entry says that it replaced another slice of ${part} than the one that the ledger knows.`,
        );
      this.named.add(slicePath(part, after));
    }
  }

  #checkNumbers(n: number): void {
    const first = this.#state.n + 1;
    if (n === first) return;
    const which = n - 1 === first ? `Entry ${first} is` : `Entries ${first} to ${n - 1} are`;
    this.#find(this.#pathOf(first), `${which} missing.`);
    this.#before = undefined;
    this.#state = { ...this.#state, n: n - 1 };
  }

  #checkPrevious(n: number, path: string, previous: string | null): void {
    if (n === 1 && previous !== null)
      this.#find(path, "The first entry says that there was one before it: the beginning of the ledger is missing.");
    if (n > 1 && this.#before !== undefined && this.#before.sha256 !== previous)
      this.#find(
        this.#before.path,
        `The entry is not the one that entry ${n} was written after: one of the two was changed or replaced.`,
      );
  }

  #find(path: string, reason: string): void {
    this.findings.push({ path, reason });
  }
}
