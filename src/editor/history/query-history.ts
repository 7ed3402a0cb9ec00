import type { Memento } from "vscode";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ParameterDeclaration, ParameterValue } from "../../protocol/query-parameters.ts";
import { fieldsOf, isText, rememberedList } from "../platform/remembered.ts";

/** One run of a statement, as it ended. */
export interface HistoryEntry {
  readonly id: string;
  readonly title: string;
  readonly sql: string;
  /** The file it came from. */
  readonly uri?: string;
  readonly ended: "succeeded" | "failed" | "cancelled" | "interrupted";
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly rowCount?: number;
  readonly elapsedMs?: number;
  readonly scannedBytes?: number;
  readonly message?: string;
  /** What answered; left out by earlier versions, which had one engine. */
  readonly engine?: ResultSummary["engine"];
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** What the header of its file said of the parameters. */
  readonly declarations?: readonly ParameterDeclaration[];
  /** The range, the parameters, the lake and the engine, in words. */
  readonly asked?: readonly string[];
  /** Where its rows are while they are kept. */
  readonly resultId?: string;
  /** Stands first, and is forgotten by hand alone. */
  readonly isPinned?: true;
  /** Sentences that say which of the days asked for were not read. */
  readonly unread?: readonly string[];
}

const memoryKey = "history";
const runningKey = "history.running";
const most = 200;

/**
 * The statements that were run in this workspace, newest first; the newest 200 and those that are pinned are kept
 * between sessions, in the workspace's own memory, which VS Code never synchronises.
 */
export class QueryHistory {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #onChange: Set<() => void> = new Set();
  readonly #running = new Map<string, HistoryEntry>();
  /** What an earlier window left is written down before anything of this one. */
  #ended: Promise<void> = Promise.resolve();
  #entries: readonly HistoryEntry[];

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
    const cut = rememberedList(memory, runningKey, isEntry);
    this.#entries = withinMost([...cut, ...rememberedList(memory, memoryKey, isEntry)]);
    if (cut.length > 0) this.#ended = this.#keepCut();
  }

  /**
   * Remembers a run from its beginning, so that one that a reload of the window cuts is told by the next window as
   * interrupted. @returns what ends it.
   */
  async begin(entry: Omit<HistoryEntry, "ended">): Promise<(ended: HistoryEntry) => Promise<void>> {
    this.#running.set(entry.id, { ...entry, ended: "interrupted" });
    await this.#keepRunning();
    return async (ended) => {
      this.#running.delete(entry.id);
      await this.#keepRunning();
      await this.add(ended);
    };
  }

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  onDidChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  async add(entry: HistoryEntry): Promise<void> {
    await this.#set(withinMost([entry, ...this.#entries]));
  }

  /** Keeps a line for good, or no longer. */
  async pin(id: string, pinned: boolean): Promise<void> {
    await this.#set(
      this.#entries.map((entry) => {
        if (entry.id !== id) return entry;
        const { isPinned: _, ...rest } = entry;
        return pinned ? { ...rest, isPinned: true as const } : rest;
      }),
    );
  }

  async forget(id: string): Promise<void> {
    await this.#set(this.#entries.filter((entry) => entry.id !== id));
  }

  /** Forgets all that is not pinned. */
  async clear(): Promise<void> {
    await this.#set(this.#entries.filter(isPinned));
  }

  async #keepCut(): Promise<void> {
    await this.#memory.update(memoryKey, this.#entries);
    await this.#memory.update(runningKey, []);
  }

  async #keepRunning(): Promise<void> {
    await this.#ended;
    await this.#memory.update(runningKey, [...this.#running.values()].reverse());
  }

  async #set(entries: readonly HistoryEntry[]): Promise<void> {
    this.#entries = entries;
    for (const listener of this.#onChange) listener();
    await this.#memory.update(memoryKey, entries);
  }
}

/** The pinned ones, and the newest of the others. */
function withinMost(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const others = new Set(entries.filter((entry) => !isPinned(entry)).slice(0, most));
  return entries.filter((entry) => isPinned(entry) || others.has(entry));
}

function isPinned(entry: HistoryEntry): boolean {
  return entry.isPinned === true;
}

const endings: readonly unknown[] = ["succeeded", "failed", "cancelled", "interrupted"];

/** Whether a remembered value is an entry as far as a line of the history and running it again need it. */
function isEntry(value: unknown): value is HistoryEntry {
  const { id, title, sql, uri = "", ended, at, message = "", asked = [], unread = [], ...more } = fieldsOf(value);
  const {
    rowCount = 0,
    elapsedMs = 0,
    scannedBytes = 0,
    params = {},
    declarations = [],
    engine = "duckdb",
    resultId = "",
    isPinned: pinned = true,
  } = more;
  return (
    [id, title, sql, uri, at, message, resultId].every(isText) &&
    pinned === true &&
    endings.includes(ended) &&
    (engine === "duckdb" || engine === "athena") &&
    [asked, unread].every((list) => Array.isArray(list) && list.every(isText)) &&
    [rowCount, elapsedMs, scannedBytes].every((figure) => typeof figure === "number") &&
    typeof params === "object" &&
    Array.isArray(declarations)
  );
}
