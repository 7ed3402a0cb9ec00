import { decodeEntry, type LedgerEntry, sha256, type WindowRead } from "../../src/lake/ledger/ledger-entry.ts";
import { parseSlicePath, sliceOf, slicePath } from "../../src/lake/slices/slice.ts";
import type { SourceId } from "../../src/protocol/collector.ts";
import { isOfferedAt, type Offer } from "./microsoft/offer.ts";
import type { HeldRow } from "./oracle/offered-versions.ts";

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
  readonly path: string;
  readonly approximate: boolean;
}

/**
 * Watches everything that is written to a lake and holds it against the truth: nothing that is claimed as covered is
 * missing, each key is in one slice, at its time, and the ledger is one chain that speaks of slices that were there.
 */
export class Invariants {
  /** What was violated, in the order it happened. */
  readonly violations: Violation[] = [];
  slicesWritten = 0;
  readonly #truths: ReadonlyMap<string, Truth>;
  readonly #now: () => number;
  /** Where each row is, by `<table> <tenant> <key>`. */
  readonly #rows = new Map<string, Held[]>();
  readonly #slices = new Map<string, Pick<SeenSlice, "sha256" | "parent"> & { readonly ids: readonly string[] }>();
  readonly #digests = new Map<string, Set<string>>();
  readonly #ledgers = new Map<string, { readonly n: number; readonly head: string }>();
  /** Rows that somebody deleted by hand: nobody can know of them but `verify`. */
  readonly #tampered = new Set<string>();
  readonly #tamperedPaths = new Set<string>();
  readonly #windows: WindowRead[] = [];

  constructor(truths: readonly Truth[], now: () => number) {
    this.#truths = new Map(truths.map((truth) => [truth.tenantId, truth]));
    this.#now = now;
  }

  /** Somebody deleted a slice, or is about to replace it, past the protocol. */
  tampered(path: string): void {
    for (const id of this.#slices.get(path)?.ids ?? []) this.#tampered.add(id);
    this.#tamperedPaths.add(path);
    this.#forget(path);
    this.#slices.delete(path);
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
    return this.#slices.get(path);
  }

  wasTamperedAt(path: string): boolean {
    return this.#tamperedPaths.has(path);
  }

  /** Whether the ledger says that the place of an offer was read while it was offered. */
  claims(tenantId: string, source: SourceId, offer: Offer): boolean {
    return this.#windows.some(
      (window) =>
        window.tenantId === tenantId &&
        window.source === source &&
        Date.parse(window.from) <= offer.axisMs &&
        offer.axisMs < Date.parse(window.to) &&
        isOfferedAt(offer, Date.parse(window.at)),
    );
  }

  /** Every row of the lake, as `<table> <tenant> <key>`. */
  held(): Iterable<string> {
    return this.#rows.keys();
  }

  /** Keys that are in more than one slice. */
  duplicates(): string[] {
    return [...this.#rows].filter(([, places]) => places.length > 1).map(([id]) => id);
  }

  /** Called after each write of a slice, before anybody can act on it. */
  wroteSlice(path: string, slice: SeenSlice): void {
    const table = parseSlicePath(path)?.table ?? "";
    this.slicesWritten += 1;
    const before = this.#slices.get(path);
    if (before !== undefined && slice.parent !== before.sha256)
      this.#violated("other", `${path} was replaced, but names another parent`);
    const ids = slice.rows.map(({ tenantId, key }) => `${table} ${tenantId} ${key}`);
    if (new Set(ids).size < ids.length) this.#violated("duplicated", `${path} holds a key twice`);
    this.#forget(path);
    for (const [index, row] of slice.rows.entries()) {
      const id = ids[index] ?? "";
      const held = { path, approximate: row.approximate, source: row.source, raw: row.raw };
      const places = [...(this.#rows.get(id) ?? []), held];
      this.#rows.set(id, places);
      // An approximate row lies twice until the slice that loses it is written, so that a kill loses nothing.
      if (places.length > 1 && !places.some(({ approximate }) => approximate))
        this.#violated("duplicated", `${id} is in ${places.map((place) => place.path).join(" and ")}`);
      if (!row.approximate && !isInItsTime(path, row.eventMs))
        this.#violated("other", `${id} is in ${path}, which is not its time`);
    }
    for (const id of before?.ids ?? [])
      if (!this.#rows.has(id))
        this.#violated("missing", `${id} was held and is not any more, after ${path} was written`);
    this.#slices.set(path, { sha256: slice.sha256, parent: slice.parent, ids });
    this.#digests.set(path, (this.#digests.get(path) ?? new Set()).add(slice.sha256));
  }

  #forget(path: string): void {
    for (const id of this.#slices.get(path)?.ids ?? []) {
      const others = (this.#rows.get(id) ?? []).filter((place) => place.path !== path);
      if (others.length > 0) this.#rows.set(id, others);
      else this.#rows.delete(id);
    }
  }

  /** Called after each write of a ledger entry, before anybody can act on it. Other paths mean nothing. */
  wroteEntry(path: string, content: Uint8Array): void {
    const [, table, number] = /^_ledger\/([a-z]+)\/(\d{9})\.json$/.exec(path) ?? [];
    if (table === undefined) return;
    const n = Number(number);
    const entry = decodeEntry(content);
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
    for (const { path, after } of entry.slices ?? [])
      if (this.#digests.get(path)?.has(after) !== true)
        this.#violated("other", `entry ${entry.n} of ${table} speaks of a ${path} that never was`);
  }

  #checkWindow(window: WindowRead, table: string, n: number): void {
    const { tenantId, source, from, to, at } = window;
    this.#windows.push(window);
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

function isInItsTime(path: string, eventMs: number): boolean {
  const slice = parseSlicePath(path);
  if (slice === undefined) return false;
  const parts = 24 / (slice.toHour - slice.fromHour);
  return slicePath(sliceOf(slice.table, eventMs, parts as 1)) === path;
}
