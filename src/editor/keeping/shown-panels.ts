import type { Memento } from "vscode";
import { isRecord } from "../../base/json-record.ts";
import type { TextPlace } from "../../protocol/errors.ts";
import type { ParameterDeclaration, ParameterValue } from "../../protocol/query-parameters.ts";
import { isText, rememberedList } from "../platform/remembered.ts";

/** What a result panel shows, remembered so that it can be shown again after a reload of the window. */
export interface ShownPanel {
  readonly id: string;
  /** What the panel is known by: its next run takes it over. */
  readonly key: string;
  readonly title: string;
  readonly sql: string;
  readonly start: TextPlace;
  readonly declarations: readonly ParameterDeclaration[];
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly engine: "duckdb" | "athena";
  readonly uri?: string;
  /** The result that it showed; absent while its query ran, and for one that had none. */
  readonly resultId?: string;
  /** How its query ended when it had no result. */
  readonly ended?: string;
}

const memoryKey = "shownPanels";
/** So many are remembered, the newest first. */
const most = 50;

/** The result panels of this workspace's window, remembered in the workspace's state. */
export class ShownPanels {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  of(id: string): ShownPanel | undefined {
    return this.#all.find((panel) => panel.id === id);
  }

  async remember(panel: ShownPanel): Promise<void> {
    await this.#set([panel, ...this.#others(panel.id)].slice(0, most));
  }

  async forget(id: string): Promise<void> {
    await this.#set(this.#others(id));
  }

  get #all(): readonly ShownPanel[] {
    return rememberedList(this.#memory, memoryKey, isShownPanel);
  }

  #others(id: string): readonly ShownPanel[] {
    return this.#all.filter((panel) => panel.id !== id);
  }

  async #set(panels: readonly ShownPanel[]): Promise<void> {
    await this.#memory.update(memoryKey, panels);
  }
}

/** Whether a remembered value is what it should be. */
export function isShownPanel(value: unknown): value is ShownPanel {
  if (!isRecord(value)) return false;
  const { id, key, title, sql, start, declarations, params, engine, uri = "", resultId = "", ended = "" } = value;
  return (
    [id, key, title, sql, uri, resultId, ended].every(isText) &&
    isRecord(start) &&
    typeof start["line"] === "number" &&
    typeof start["column"] === "number" &&
    Array.isArray(declarations) &&
    isRecord(params) &&
    (engine === "duckdb" || engine === "athena")
  );
}
