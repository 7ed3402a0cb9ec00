import type { Memento } from "vscode";
import { isRecord } from "../../base/json-record.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ArrangedColumns, ViewPreferences } from "../../protocol/result-page.ts";
import { fieldsOf, isText, rememberedFields } from "../platform/remembered.ts";
import { usefulOrder } from "./useful-order.ts";

const memoryKey = "resultView";
const columnsKey = "arrangedColumns";

/** So many tables and queries are remembered, the newest last. */
const mostArranged = 200;

const switches = [
  "hidesEmptyFields",
  "hidesEmptyColumns",
  "usesQueryOrder",
  "hidesRowNumbers",
  "usesLocalTime",
  "copiesWithoutHeaders",
] as const satisfies readonly (keyof ViewPreferences)[];

/** How a person likes results to be shown, kept for every result and workspace. */
export class KeptPreferences {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** What of the kept has the form that this version knows. */
  get current(): ViewPreferences {
    const kept = rememberedFields(this.#memory, memoryKey);
    const { pane, paneWidth } = kept;
    return {
      ...((pane === "record" || pane === "cell" || pane === "none") && { pane }),
      ...(typeof paneWidth === "number" && { paneWidth }),
      ...Object.fromEntries(switches.flatMap((name) => (typeof kept[name] === "boolean" ? [[name, kept[name]]] : []))),
    };
  }

  async keep(preferences: ViewPreferences): Promise<void> {
    await this.#memory.update(memoryKey, preferences);
  }

  /** How the columns of such a result were arranged the last time. */
  arrangedOf(summary: Summary): ArrangedColumns | undefined {
    const { order, hidden, widths } = fieldsOf(rememberedFields(this.#memory, columnsKey)[keyOf(summary)]);
    if (!isTexts(order) || !isTexts(hidden) || !isRecord(widths)) return undefined;
    const chosen = Object.entries(widths).filter((each): each is [string, number] => typeof each[1] === "number");
    return { order, hidden, widths: Object.fromEntries(chosen) };
  }

  /** Remembers how the columns of such a result are arranged; null forgets it. */
  async keepArranged(summary: Summary, arranged: ArrangedColumns | null): Promise<void> {
    const { [keyOf(summary)]: _, ...others } = rememberedFields(this.#memory, columnsKey);
    const kept = Object.entries(others).slice(1 - mostArranged);
    const all = arranged === null ? kept : [...kept, [keyOf(summary), arranged] as const];
    await this.#memory.update(columnsKey, Object.fromEntries(all));
  }
}

type Summary = Pick<ResultSummary, "columns" | "coverage" | "sql" | "title">;

/** All columns of a table are arranged alike whatever asked for them; any other result by what it is called. */
function keyOf(summary: Summary): string {
  const [first] = summary.coverage;
  return usefulOrder(summary) !== undefined && first !== undefined ? `table ${first.table}` : `query ${summary.title}`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
