import { CancelledError, TenantTrailError } from "../../../src/protocol/errors.ts";
import type { Cell, ResultWindow } from "../../../src/protocol/query.ts";

/** Rows asked for at once. */
export const windowRows = 200;

/** How many windows are kept: a few screens around the viewport, however long the result is. */
export const keptWindows = 12;

export type ReadRows = (offset: number, limit: number, signal: AbortSignal) => Promise<ResultWindow>;

/** The rows of one view of a result, held by the host; fetched in windows around what is shown, from the first `show`. */
export class RowSource {
  readonly #read: ReadRows;
  readonly #changed: () => void;
  readonly #windows = new Map<number, readonly (readonly Cell[])[]>();
  readonly #pending = new Map<number, AbortController>();
  #shown = { from: 0, to: 0 };
  #rowCount: number | undefined;
  #failure: TenantTrailError | undefined;
  #disposed = false;

  /** @param changed Called after rows, the row count or the failure changed. */
  constructor(read: ReadRows, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  /** Rows of the view; undefined until the first window came. */
  get rowCount(): number | undefined {
    return this.#rowCount;
  }

  /** Why the last reading failed, until it is tried again. */
  get failure(): TenantTrailError | undefined {
    return this.#failure;
  }

  get heldWindows(): number {
    return this.#windows.size;
  }

  /** A row by its place in the view; undefined while it has not come. */
  row(index: number): readonly Cell[] | undefined {
    const window = Math.floor(index / windowRows);
    return this.#windows.get(window)?.[index - window * windowRows];
  }

  /** Names the rows that are on the screen (half-open); fetches them and their neighbours and gives up on others. */
  show(from: number, to: number): void {
    this.#shown = { from, to };
    if (this.#failure === undefined && !this.#disposed) this.#fetch();
  }

  retry(): void {
    this.#failure = undefined;
    this.show(this.#shown.from, this.#shown.to);
  }

  /** Gives up on what is on its way. */
  dispose(): void {
    this.#disposed = true;
    for (const controller of this.#pending.values()) controller.abort();
    this.#pending.clear();
  }

  #fetch(): void {
    const first = Math.floor(this.#shown.from / windowRows);
    const last = Math.floor(Math.max(this.#shown.from, this.#shown.to - 1) / windowRows);
    const visible = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const wanted = [...visible, last + 1, first - 1].filter((window) => this.#exists(window));
    for (const [window, controller] of this.#pending) {
      if (wanted.includes(window)) continue;
      this.#pending.delete(window);
      controller.abort();
    }
    for (const window of wanted) {
      if (!this.#windows.has(window) && !this.#pending.has(window)) void this.#load(window);
    }
  }

  #exists(window: number): boolean {
    if (this.#rowCount === undefined) return window === 0;
    return window >= 0 && window * windowRows < this.#rowCount;
  }

  async #load(window: number): Promise<void> {
    const controller = new AbortController();
    this.#pending.set(window, controller);
    try {
      const rows = await this.#readWhole(window, controller.signal);
      if (this.#pending.get(window) !== controller) return;
      this.#windows.set(window, rows);
      this.#forgetFar();
    } catch (error) {
      if (this.#pending.get(window) !== controller || error instanceof CancelledError) return;
      this.#failure = asFailure(error);
    } finally {
      if (this.#pending.get(window) === controller) this.#pending.delete(window);
    }
    if (this.#disposed) return;
    this.#changed();
  }

  /** The host may answer with fewer rows than asked when they are large; the rest is asked for again. */
  async #readWhole(window: number, signal: AbortSignal): Promise<(readonly Cell[])[]> {
    const from = window * windowRows;
    const rows: (readonly Cell[])[] = [];
    for (;;) {
      const answer = await this.#read(from + rows.length, windowRows - rows.length, signal);
      this.#rowCount = answer.rowCount;
      rows.push(...answer.rows);
      const due = Math.min(windowRows, answer.rowCount - from);
      if (rows.length >= due || answer.rows.length === 0) return rows;
    }
  }

  #forgetFar(): void {
    const middle = (this.#shown.from + this.#shown.to) / 2 / windowRows;
    const byDistance = [...this.#windows.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const window of byDistance.slice(keptWindows)) this.#windows.delete(window);
  }
}

function asFailure(error: unknown): TenantTrailError {
  return error instanceof TenantTrailError
    ? error
    : new TenantTrailError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}
