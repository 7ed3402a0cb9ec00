import { defaultGraceMs } from "../../../src/lake/lake.ts";
import { parsePartKey, partKey, partOf } from "../../../src/lake/ledger/day-part.ts";
import { decodeEntry, type LedgerEntry, sha256, type WindowRead } from "../../../src/lake/ledger/ledger-entry.ts";
import { parseSlicePath, slicePath } from "../../../src/lake/ledger/slice-path.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import type { Offer } from "../microsoft/tenant/offer.ts";
import type { HeldRow } from "./offered-versions.ts";

/** What really happened in a tenant, and what its APIs had shown of it when. */
export interface Truth {
  readonly tenantId: string;
  /** What a read of this stretch had to find when its first answer was made. */
  visibleAt(source: SourceId, fromMs: number, toMs: number, atMs: number): Iterable<Offer>;
  /** Whether a row is this version of its event or a newer one. */
  isAtLeast(source: SourceId, row: HeldRow, offer: Offer): boolean;
}

/** What a slice holds, whatever it is written in. */
export interface SeenSlice {
  readonly sha256: string;
  /** SHA-256 of the slice that it replaced; null for the first. */
  readonly parent: string | null;
  readonly rows: readonly {
    readonly tenantId: string;
    readonly key: string;
    readonly eventMs: number;
    readonly approximate: boolean;
    readonly source: string;
    readonly raw: string;
  }[];
}

/**
 * What must not be: an event that is not held at the end, a key in two slices, a window that is claimed as read while
 * something that was visible then is not held, and whatever else the design rules out.
 */
export interface Violation {
  readonly kind: "missing" | "duplicated" | "claimed" | "other";
  readonly text: string;
}

interface Held extends HeldRow {
  readonly part: string;
  readonly approximate: boolean;
}

/** A slice that lies in the storage, whether an entry names it or not. */
interface StoredSlice extends Pick<SeenSlice, "sha256" | "parent" | "rows"> {
  readonly ids: readonly string[];
  readonly writtenMs: number;
  /** When another took its place. */
  readonly replacedMs?: number;
}

const entryPath = /^_ledger\/([a-z]+)\/(\d{9})\.json$/;

/** What no entry ever named may be swept after so long. */
const unnamedMs = 7 * 86_400_000;

/**
 * Watches everything that is written to a lake and holds it against the truth: nothing that is claimed as covered is
 * missing, each key is in one slice of the newest state, at its time, the ledger is one chain that speaks of slices that
 * were there, no slice ever changes, and whoever took a list of slices can read them for as long as the grace period.
 */
export class Invariants {
  /** What was violated, in the order it happened. */
  readonly violations: Violation[] = [];
  slicesWritten = 0;
  /** Whether somebody may delete the newest entry of a ledger by hand. Default false, because it costs much to remember. */
  expectsLostEntries = false;
  /** By table, how to go back to what was known before its newest entry. */
  readonly #beforeEntry = new Map<string, () => void>();
  readonly #truths: ReadonlyMap<string, Truth>;
  readonly #now: () => number;
  readonly #graceMs: number;
  /** Where each row of the newest state is, by `<table> <tenant> <key>`. */
  readonly #rows = new Map<string, Held[]>();
  /** What lies there, by path. */
  readonly #stored = new Map<string, StoredSlice>();
  /** Path of the slice that the newest state names for each part. */
  readonly #current = new Map<string, string>();
  readonly #everWritten = new Set<string>();
  readonly #ledgers = new Map<string, { readonly n: number; readonly head: string }>();
  /** Rows that somebody deleted by hand: nobody can know of them but `verify`. */
  readonly #tampered = new Set<string>();
  readonly #tamperedPaths = new Set<string>();

  /** @param graceMs for so long a slice that was replaced must be there. */
  constructor(truths: readonly Truth[], now: () => number, graceMs = defaultGraceMs) {
    this.#truths = new Map(truths.map((truth) => [truth.tenantId, truth]));
    this.#now = now;
    this.#graceMs = graceMs;
  }

  /** Somebody deleted a slice, or is about to replace it, past the protocol. */
  tampered(path: string): void {
    this.#tamperedPaths.add(path);
    for (const [part, current] of this.#current)
      if (current === path) {
        for (const id of this.#stored.get(path)?.ids ?? []) this.#tampered.add(id);
        this.#forget(part);
      }
    this.#stored.delete(path);
  }

  /** Paths of the slices that the newest state names and that are there. */
  currentPaths(): string[] {
    return [...this.#current.values()].filter((path) => this.#stored.has(path));
  }

  /** Whether the lake holds a row. `id` is `<table> <tenant> <key>`. */
  holds(id: string): boolean {
    return this.#rows.has(id);
  }

  /** What the lake holds of an event. */
  rowOf(id: string): HeldRow | undefined {
    return this.#rows.get(id)?.at(-1);
  }

  wasTampered(id: string): boolean {
    return this.#tampered.has(id);
  }

  /** What was last seen to be written there. */
  sliceAt(path: string): Pick<SeenSlice, "sha256" | "parent"> | undefined {
    return this.#stored.get(path);
  }

  wasTamperedAt(path: string): boolean {
    return this.#tamperedPaths.has(path);
  }

  /** Whether anybody deleted or changed a slice by hand. */
  get hasTampered(): boolean {
    return this.#tamperedPaths.size > 0;
  }

  /** Rows of slices that lie there, which the newest state does not hold; nobody deleted them by hand. */
  heldByNoSlice(): string[] {
    const ids = new Set([...this.#stored.values()].flatMap((slice) => slice.ids));
    return [...ids].filter((id) => !this.#rows.has(id) && !this.#tampered.has(id));
  }

  /** Paths of the newest entries that somebody may delete, so that what they named is named by none. */
  entriesToLose(): string[] {
    return [...this.#beforeEntry.keys()]
      .map((table) => ({ table, n: this.#ledgers.get(table)?.n ?? 0 }))
      .filter(({ n }) => n > 1)
      .map(({ table, n }) => `_ledger/${table}/${String(n).padStart(9, "0")}.json`);
  }

  /** Somebody deleted the newest entry of a ledger, past the protocol. */
  lostEntry(path: string): void {
    const [, table = ""] = entryPath.exec(path) ?? [];
    this.#beforeEntry.get(table)?.();
    this.#beforeEntry.delete(table);
  }

  /** Something that somebody else found. */
  noteViolation(what: string): void {
    this.#violated("other", what);
  }

  /** Every row of the lake, as `<table> <tenant> <key>`. */
  held(): Iterable<string> {
    return this.#rows.keys();
  }

  /** Keys that are in more than one slice. */
  duplicates(): string[] {
    return [...this.#rows].filter(([, places]) => places.length > 1).map(([id]) => id);
  }

  /**
   * Called before each change of a path. @returns how to go back to what is known now, when a power cut takes the
   * change: whoever was told of it has gone with it.
   */
  remember(path: string): () => void {
    if (parseSlicePath(path) !== undefined) return this.#rememberSlice(path);
    const [, table] = entryPath.exec(path) ?? [];
    return table === undefined ? () => undefined : this.#rememberLedger(table);
  }

  #rememberSlice(path: string): () => void {
    const [stored, wasWritten] = [this.#stored.get(path), this.#everWritten.has(path)];
    return () => {
      if (!wasWritten) this.#everWritten.delete(path);
      if (stored !== undefined) this.#stored.set(path, stored);
      else this.#stored.delete(path);
      if (stored === undefined && [...this.#current.values()].includes(path))
        this.#violated("other", `${path} is the lake's, and a power cut took it`);
    };
  }

  #rememberLedger(table: string): () => void {
    const known = this.#ledgers.get(table);
    const rows = [...this.#rows].filter(([id]) => id.startsWith(`${table} `));
    const current = [...this.#current].filter(([part]) => part.startsWith(`${table}/`));
    const stored = [...this.#stored].filter(([path]) => path.startsWith(`${table}/`));
    return () => {
      for (const id of [...this.#rows.keys()]) if (id.startsWith(`${table} `)) this.#rows.delete(id);
      for (const [id, places] of rows) this.#rows.set(id, places);
      for (const part of [...this.#current.keys()]) if (part.startsWith(`${table}/`)) this.#current.delete(part);
      for (const [part, path] of current) this.#current.set(part, path);
      // No slice was replaced by what has not happened.
      for (const [path, slice] of stored) if (this.#stored.has(path)) this.#stored.set(path, slice);
      if (known === undefined) this.#ledgers.delete(table);
      else this.#ledgers.set(table, known);
    };
  }

  /** Called after each write of a slice, before anybody can act on it. */
  wroteSlice(path: string, slice: SeenSlice): void {
    const part = parseSlicePath(path);
    if (part === undefined) return;
    this.slicesWritten += 1;
    const before = this.#stored.get(path);
    if (before !== undefined && before.sha256 !== slice.sha256) this.#violated("other", `${path} was overwritten`);
    const ids = slice.rows.map(({ tenantId, key }) => `${part.table} ${tenantId} ${key}`);
    if (new Set(ids).size < ids.length) this.#violated("duplicated", `${path} holds a key twice`);
    for (const [index, row] of slice.rows.entries())
      if (!row.approximate && !isInItsTime(partKey(part), row.eventMs))
        this.#violated("other", `${ids[index]} is in ${path}, which is not its time`);
    this.#stored.set(path, { ...slice, ids, writtenMs: this.#now() });
    this.#everWritten.add(path);
    if (this.#current.get(partKey(part)) === path) this.#hold(partKey(part), path);
  }

  /** Called after a slice was taken away by the lake itself. */
  removed(path: string): void {
    const stored = this.#stored.get(path);
    if (stored === undefined) return;
    const { replacedMs, writtenMs } = stored;
    if (this.currentPaths().includes(path)) this.#violated("other", `${path} was swept and is the lake's`);
    const mayGoMs = replacedMs === undefined ? writtenMs + unnamedMs : replacedMs + this.#graceMs;
    if (this.#now() < mayGoMs)
      this.#violated("other", `${path} was swept ${Math.round((mayGoMs - this.#now()) / 1000)} s too early`);
    for (const id of stored.ids)
      if (!this.#rows.has(id) && !this.#tampered.has(id))
        this.#violated("missing", `${path} was swept, and ${id} is held nowhere else`);
    this.#stored.delete(path);
  }

  /** What a part holds from now on. */
  #hold(part: string, path: string): void {
    this.#forget(part);
    this.#current.set(part, path);
    const { ids = [], rows = [] } = this.#stored.get(path) ?? {};
    for (const [index, id] of ids.entries()) {
      const { approximate = false, source = "", raw = "" } = rows[index] ?? {};
      this.#rows.set(id, [...(this.#rows.get(id) ?? []), { part, approximate, source, raw }]);
    }
  }

  #forget(part: string): void {
    const path = this.#current.get(part);
    for (const id of (path === undefined ? undefined : this.#stored.get(path)?.ids) ?? []) {
      const others = (this.#rows.get(id) ?? []).filter((place) => place.part !== part);
      if (others.length > 0) this.#rows.set(id, others);
      else this.#rows.delete(id);
    }
  }

  /** Called after each write of a ledger entry, before anybody can act on it. Other paths mean nothing. */
  wroteEntry(path: string, content: Uint8Array): void {
    const [, table, number] = entryPath.exec(path) ?? [];
    if (table === undefined) return;
    const n = Number(number);
    const entry = decodeEntry(content);
    if (this.expectsLostEntries) this.#beforeEntry.set(table, this.#rememberLedger(table));
    const last = this.#ledgers.get(table);
    if (entry === undefined || entry.n !== n) {
      this.#violated("other", `entry ${n} of ${table} is not one`);
      return;
    }
    if (n !== (last?.n ?? 0) + 1) this.#violated("other", `entry ${n} of ${table} follows ${last?.n}`);
    if (entry.kind !== "rebuilt" && entry.previous !== (last?.head ?? null))
      this.#violated("other", `entry ${n} of ${table} does not continue the chain`);
    this.#ledgers.set(table, { n, head: sha256(content) });
    this.#checkSlices(entry, table);
    for (const window of entry.windows ?? []) if (window.doubted !== true) this.#checkWindow(window, table, n);
  }

  #checkSlices(entry: LedgerEntry, table: string): void {
    const touched = new Set<string>();
    const isRebuilt = entry.kind === "rebuilt";
    if (isRebuilt)
      for (const part of [...this.#current.keys()].filter((key) => parsePartKey(key)?.table === table)) {
        this.#forget(part);
        this.#current.delete(part);
      }
    for (const { part, before, after } of entry.slices ?? []) {
      const [path, earlier] = [slicePath(part, after), this.#current.get(part)];
      if (!this.#everWritten.has(path))
        this.#violated("other", `entry ${entry.n} of ${table} speaks of a ${path} that never was`);
      if (!isRebuilt && (before === null ? earlier !== undefined : earlier !== slicePath(part, before)))
        this.#violated("other", `entry ${entry.n} of ${table} replaces ${before} in ${part}, where ${earlier} is`);
      for (const id of (earlier && this.#stored.get(earlier)?.ids) || []) touched.add(id);
      this.#hold(part, path);
      for (const id of this.#stored.get(path)?.ids ?? []) touched.add(id);
      const stored = earlier === undefined || earlier === path ? undefined : this.#stored.get(earlier);
      if (earlier !== undefined && stored !== undefined)
        this.#stored.set(earlier, { ...stored, replacedMs: this.#now() });
    }
    for (const id of touched) {
      const places = this.#rows.get(id) ?? [];
      if (places.length > 1)
        this.#violated("duplicated", `${id} is in ${places.map(({ part }) => part).join(" and ")}`);
      if (places.length === 0 && !this.#tampered.has(id))
        this.#violated("missing", `${id} was held and is not any more, after entry ${entry.n} of ${table}`);
    }
  }

  #checkWindow(window: WindowRead, table: string, n: number): void {
    const { tenantId, source, from, to, at } = window;
    const truth = this.#truths.get(tenantId);
    if (truth === undefined) {
      this.#violated("other", `entry ${n} of ${table} covers a tenant that is not collected`);
      return;
    }
    const visible = truth.visibleAt(source as SourceId, Date.parse(from), Date.parse(to), Date.parse(at));
    for (const offer of visible) {
      const id = `${offer.table} ${tenantId} ${offer.key}`;
      if (this.#tampered.has(id)) continue;
      const row = this.rowOf(id);
      const isHeld = row !== undefined && truth.isAtLeast(source as SourceId, row, offer);
      const state = row === undefined ? "not held" : "held in an older version";
      if (!isHeld)
        this.#violated("claimed", `entry ${n} covers ${source} from ${from} to ${to} at ${at}, but ${id} is ${state}`);
    }
  }

  #violated(kind: Violation["kind"], what: string): void {
    this.violations.push({ kind, text: `${new Date(this.#now()).toISOString()} ${what}` });
  }
}

function isInItsTime(key: string, eventMs: number): boolean {
  const part = parsePartKey(key);
  if (part === undefined) return false;
  const parts = 24 / (part.toHour - part.fromHour);
  return partKey(partOf(part.table, eventMs, parts as 1)) === key;
}
