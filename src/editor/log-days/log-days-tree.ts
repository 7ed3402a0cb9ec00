import { EventEmitter, type TreeDataProvider, type TreeItem } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { LogDay } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import type { S3Branch } from "../aws/objects/s3-branch.ts";
import { isS3Node, type S3Node } from "../aws/objects/s3-nodes.ts";
import type { Connections } from "../connections/connections.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import { setContext } from "../platform/context-values.ts";
import { commandIds } from "../registry/command-ids.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { type ViewItem, viewItems } from "../registry/view-ids.ts";
import { type TreeLine, treeLine } from "../shown/tree-line.ts";
import type { ShownTree } from "../shown/tree-view.ts";
import { leftWords } from "../verify/left-rows-warning.ts";
import { dayStates } from "./day-states.ts";
import { wordsOf } from "./log-day-words.ts";
import {
  buildLogDays,
  type DayNode,
  type LogDayNode,
  parentOf,
  simulatedPart,
  type TableNode,
} from "./log-days-model.ts";

/** A line of the view: of the ledger's days, or of what lies in S3. */
export type LakeNode = LogDayNode | S3Node;

/** The log days of the open lake; asked of the lake process when the view is first shown, and again on `refresh`. */
export class LogDaysTree implements TreeDataProvider<LakeNode> {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #s3: S3Branch;
  readonly #record: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #refreshed = new EventEmitter<void>();
  /** The lake is to be asked again, because it may hold something else. */
  readonly onDidRefresh = this.#refreshed.event;
  readonly #read = new EventEmitter<readonly LogDay[]>();
  /** The log days of the open lake were read. */
  readonly onDidRead = this.#read.event;
  #days: Promise<readonly LogDay[]> | undefined;
  #tables: readonly TableNode[] = [];
  #filter = "";
  #isMissed = false;
  #view: ShownTree<LakeNode> | undefined;
  #message = "";
  #alarms = "";
  #alarmsInShort = "";
  #isSimulated = false;

  /** @param s3 what of a connection to AWS lies in S3. */
  constructor(lake: LakeService, connections: Connections, s3: S3Branch, record: (error: unknown) => void) {
    this.#lake = lake;
    this.#s3 = s3;
    this.#connections = connections;
    this.#record = record;
  }

  /** The view whose message tells what an empty tree means. */
  attach(view: ShownTree<LakeNode>): void {
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
    this.#s3.refresh();
    this.#changed.fire(undefined);
    this.#refreshed.fire();
  }

  /** Draws what is known anew. */
  redraw(): void {
    this.#changed.fire(undefined);
  }

  /** Says which alarms of the stack ring: in short beside the title, in full above the days. */
  showAlarms(short: string, ringing: string): void {
    this.#alarms = ringing;
    this.#alarmsInShort = short;
    this.#describe();
    this.#say(this.#message);
  }

  async getChildren(node?: LakeNode): Promise<LakeNode[]> {
    if (node === undefined) return this.#top();
    if (isS3Node(node)) return this.#inS3(() => this.#s3.children(node));
    if (node.kind === "table") return [...node.months];
    if (node.kind === "month") return [...node.days];
    return this.#isAws ? this.#inS3(() => this.#s3.slicesOf(node.day)) : [];
  }

  getParent(node: LakeNode): LakeNode | undefined {
    return isS3Node(node) ? undefined : parentOf(this.#tables, node);
  }

  get #isAws(): boolean {
    return this.#connections.current?.connection.kind === "aws";
  }

  async #top(): Promise<LakeNode[]> {
    this.#tables = buildLogDays(await this.#load(), this.#filter);
    return [...this.#tables, ...(this.#isAws ? await this.#inS3(() => this.#s3.tops()) : [])];
  }

  /** What fails is told above the tree, and the branch is empty. */
  async #inS3(read: () => Promise<readonly S3Node[]>): Promise<LakeNode[]> {
    try {
      return [...(await read())];
    } catch (error) {
      if (!(error instanceof CancelledError)) {
        this.#record(error);
        this.#say(toTenantTrailError(error).message);
      }
      return [];
    }
  }

  getTreeItem(node: LakeNode): TreeItem {
    if (isS3Node(node)) return this.#s3.item(node);
    const words = wordsOf(node, new Date().toISOString().slice(0, 10));
    const isOpenable = node.kind === "day" && this.#isAws && node.day.slices.length > 0;
    const leaf = (node.kind === "day" && !isOpenable) || (node.kind === "table" && node.months.length === 0);
    // What a filter finds is shown at once; an id of its own keeps VS Code from remembering it as collapsed.
    const filtered = this.#filter !== "";
    return treeLine({
      ...words,
      id: filtered ? `${this.#filter}:${node.id}` : node.id,
      opens: leaf ? "nothing" : filtered && node.kind !== "day" ? "open" : "closed",
      item: viewItemOf(node),
      ...(node.kind === "day" && dayStates[node.day.state]),
      ...(node.kind === "day" && leaf && node.day.rows > 0 && { command: openDay(node) }),
    });
  }

  async #load(): Promise<readonly LogDay[]> {
    const loading = this.#days ?? this.#ask();
    this.#days = loading;
    try {
      const days = await loading;
      this.#isMissed = false;
      setContext(contextKeys.logDaysRead, true);
      this.#read.fire(days);
      this.#isSimulated = simulatedPart(days) === "all";
      this.#describe();
      // A view with a message shows no welcome, which is where a filter without a match is taken back.
      const matched = this.#filter !== "" && buildLogDays(days, this.#filter).length > 0;
      this.#say([leftWords(days), matched ? t("Filtered: {0}", this.#filter) : undefined].filter(Boolean).join(" "));
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

  #describe(): void {
    this.#view?.describe([this.#isSimulated ? "simulated" : "", this.#alarmsInShort].filter(Boolean).join(" · "));
  }

  #say(message: string): void {
    this.#message = message;
    this.#view?.say([this.#alarms, message].filter((part) => part !== "").join("\n"));
  }
}

function openDay(node: DayNode): NonNullable<TreeLine["command"]> {
  return { id: commandIds.openDay, title: t("Show the rows of this day"), arguments: [node] };
}

function viewItemOf(node: LogDayNode): ViewItem {
  if (node.kind === "table") return node.months.length === 0 ? viewItems.emptyTable : viewItems.table;
  if (node.kind === "month") return viewItems.month;
  if (node.day.tenantId === unassignedTenant) return viewItems.unassignedDay;
  if (node.day.state === "gap") return viewItems.gapDay;
  return node.day.state === "lost" ? viewItems.lostDay : viewItems.day;
}
