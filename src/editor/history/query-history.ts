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
  readonly ended: "succeeded" | "failed" | "cancelled";
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
  /** Sentences that say which of the days asked for were not read. */
  readonly unread?: readonly string[];
}

const memoryKey = "history";
const most = 200;

/** The statements that were run in this workspace, newest first; the newest 200 are kept between sessions. */
export class QueryHistory {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #onChange: Set<() => void> = new Set();
  #entries: readonly HistoryEntry[];

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
    this.#entries = rememberedList(memory, memoryKey, isEntry);
  }

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  onDidChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  async add(entry: HistoryEntry): Promise<void> {
    await this.#set([entry, ...this.#entries].slice(0, most));
  }

  async clear(): Promise<void> {
    await this.#set([]);
  }

  async #set(entries: readonly HistoryEntry[]): Promise<void> {
    this.#entries = entries;
    for (const listener of this.#onChange) listener();
    await this.#memory.update(memoryKey, entries);
  }
}

const endings: readonly unknown[] = ["succeeded", "failed", "cancelled"];

/** Whether a remembered value is an entry as far as a line of the history and running it again need it. */
function isEntry(value: unknown): value is HistoryEntry {
  const { id, title, sql, uri = "", ended, at, message = "", asked = [], unread = [], ...more } = fieldsOf(value);
  const { rowCount = 0, elapsedMs = 0, scannedBytes = 0, params = {}, declarations = [], engine = "duckdb" } = more;
  return (
    [id, title, sql, uri, at, message].every(isText) &&
    endings.includes(ended) &&
    (engine === "duckdb" || engine === "athena") &&
    [asked, unread].every((list) => Array.isArray(list) && list.every(isText)) &&
    [rowCount, elapsedMs, scannedBytes].every((figure) => typeof figure === "number") &&
    typeof params === "object" &&
    Array.isArray(declarations)
  );
}
