import { EventEmitter, type TreeDataProvider, type TreeItem } from "vscode";
import { t } from "../../base/translated.ts";
import type { HealthReport, TenantSettings } from "../../protocol/collector.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import { setContext } from "../platform/context-values.ts";
import { commandIds } from "../registry/command-ids.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { viewItems } from "../registry/view-ids.ts";
import { treeLine } from "../shown/tree-line.ts";
import type { ShownTree } from "../shown/tree-view.ts";
import { type CollectorNode, collectorNodes } from "./collector-model.ts";
import type { KeepCollecting } from "./keep/keep-collecting.ts";
import { keepWords } from "./keep/keep-words.ts";

/** The tenants that the open lake collects and how their sources stand. */
export class CollectorTree implements TreeDataProvider<CollectorNode> {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #keep: KeepCollecting;
  readonly #record: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #view: ShownTree<CollectorNode> | undefined;
  #isMissed = false;

  constructor(lake: LakeService, connections: Connections, keep: KeepCollecting, record: (error: unknown) => void) {
    this.#lake = lake;
    this.#connections = connections;
    this.#keep = keep;
    this.#record = record;
  }

  /** The view whose message tells why there is nothing in it. */
  attach(view: ShownTree<CollectorNode>): void {
    this.#view = view;
  }

  /** Whether the lake was not there when it was last asked. */
  get isMissed(): boolean {
    return this.#isMissed;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: CollectorNode): Promise<CollectorNode[]> {
    if (node) return node.kind === "tenant" ? [...node.sources] : [];
    const tenants = await this.#tenants();
    if (tenants === undefined) return [];
    setContext(contextKeys.hasTenant, tenants.length > 0);
    setContext(contextKeys.tenantsRead, true);
    return [...collectorNodes(tenants, tenants.length > 0 ? await this.#health() : undefined)];
  }

  getTreeItem(node: CollectorNode): TreeItem {
    if (node.kind === "keep") return this.#keepItem(node.id);
    const { label, description } = node.words;
    const isTenant = node.kind === "tenant";
    return treeLine({
      ...node.words,
      id: node.id,
      opens: isTenant ? "closed" : "nothing",
      spoken: `${label}, ${description}`,
      ...(isTenant && { item: viewItems.tenant }),
    });
  }

  #keepItem(id: string): TreeItem {
    const { icon, short, long } = keepWords(this.#keep.state);
    return treeLine({
      id,
      label: t("Keep collecting"),
      opens: "nothing",
      description: short,
      tooltip: long,
      spoken: t("Keep collecting: {0}", long),
      icon: this.#keep.state.kind === "collecting" ? "sync~spin" : icon,
      command: { id: commandIds.showKeepCollecting, title: t("Show keep collecting") },
    });
  }

  /** `undefined` when they cannot be read. The view says so, because that differs from having none. */
  async #tenants(): Promise<readonly TenantSettings[] | undefined> {
    try {
      const tenants = (await this.#connections.open()) ? await this.#lake.listTenants({}) : [];
      this.#isMissed = false;
      this.#view?.say("");
      return tenants;
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  /** The tenants are worth seeing even when their health cannot be read. */
  async #health(): Promise<HealthReport | undefined> {
    try {
      return await this.#lake.collectionHealth({});
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  #tell(error: unknown): void {
    if (error instanceof CancelledError) return;
    const failure = toTenantTrailError(error);
    this.#isMissed = failure.code === "lake-missing";
    this.#record(error);
    this.#view?.say(failure.message);
  }
}
