import { EventEmitter, type TreeDataProvider, type TreeItem } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import type { LogDay } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import { setContext } from "../platform/context-values.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { type ViewItem, viewItems } from "../registry/view-ids.ts";
import { treeLine } from "../shown/tree-line.ts";
import type { ShownTree } from "../shown/tree-view.ts";
import { dayStates } from "./day-states.ts";
import { wordsOf } from "./log-day-words.ts";
import { buildLogDays, type LogDayNode, parentOf, type TableNode } from "./log-days-model.ts";

/** The log days of the open lake; asked of the lake process when the view is first shown, and again on `refresh`. */
export class LogDaysTree implements TreeDataProvider<LogDayNode> {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #record: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #read = new EventEmitter<void>();
  /** The log days of the open lake were read. */
  readonly onDidRead = this.#read.event;
  #days: Promise<readonly LogDay[]> | undefined;
  #tables: readonly TableNode[] = [];
  #filter = "";
  #isMissed = false;
  #view: ShownTree<LogDayNode> | undefined;

  constructor(lake: LakeService, connections: Connections, record: (error: unknown) => void) {
    this.#lake = lake;
    this.#connections = connections;
    this.#record = record;
  }

  /** The view whose message tells what an empty tree means. */
  attach(view: ShownTree<LogDayNode>): void {
    this.#view = view;
  }

  /** Whether the lake was not there when it was last asked. */
  get isMissed(): boolean {
    return this.#isMissed;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only days that match every word; an empty text shows all. */
  setFilter(filter: string): void {
    this.#filter = filter.trim();
    setContext(contextKeys.filtered, this.#filter !== "");
    this.#changed.fire(undefined);
  }

  /** Asks the lake again; what is shown stays until the answer is there. */
  refresh(): void {
    this.#days = undefined;
    this.#changed.fire(undefined);
  }

  async getChildren(node?: LogDayNode): Promise<LogDayNode[]> {
    if (node?.kind === "table") return [...node.months];
    if (node?.kind === "month") return [...node.days];
    if (node) return [];
    this.#tables = buildLogDays(await this.#load(), this.#filter);
    return [...this.#tables];
  }

  getParent(node: LogDayNode): LogDayNode | undefined {
    return parentOf(this.#tables, node);
  }

  getTreeItem(node: LogDayNode): TreeItem {
    const words = wordsOf(node, new Date().toISOString().slice(0, 10));
    const leaf = node.kind === "day" || (node.kind === "table" && node.months.length === 0);
    // What a filter finds is shown at once; an id of its own keeps VS Code from remembering it as collapsed.
    const filtered = this.#filter !== "";
    return treeLine({
      ...words,
      id: filtered ? `${this.#filter}:${node.id}` : node.id,
      opens: leaf ? "nothing" : filtered ? "open" : "closed",
      item: viewItemOf(node),
      ...(node.kind === "day" && dayStates[node.day.state]),
    });
  }

  async #load(): Promise<readonly LogDay[]> {
    const loading = this.#days ?? this.#ask();
    this.#days = loading;
    try {
      const days = await loading;
      this.#isMissed = false;
      setContext(contextKeys.logDaysRead, true);
      this.#read.fire();
      // A view with a message shows no welcome, which is where a filter without a match is taken back.
      const matched = this.#filter !== "" && buildLogDays(days, this.#filter).length > 0;
      this.#say(matched ? `Filtered: ${this.#filter}` : "");
      return days;
    } catch (error) {
      if (this.#days === loading) this.#days = undefined;
      if (!(error instanceof CancelledError)) {
        const failure = toTenantTrailError(error);
        this.#isMissed = failure.code === "lake-missing";
        this.#record(error);
        this.#say(failure.message);
      }
      return [];
    }
  }

  async #ask(): Promise<readonly LogDay[]> {
    const connection = await this.#connections.open();
    return connection ? this.#lake.listDays({}) : [];
  }

  #say(message: string): void {
    this.#view?.say(message);
  }
}

function viewItemOf(node: LogDayNode): ViewItem {
  if (node.kind === "table") return node.months.length === 0 ? viewItems.emptyTable : viewItems.table;
  if (node.kind === "month") return viewItems.month;
  if (node.day.state === "gap") return viewItems.gapDay;
  return node.day.state === "lost" ? viewItems.lostDay : viewItems.day;
}
