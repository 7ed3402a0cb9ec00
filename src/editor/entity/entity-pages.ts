import { type Disposable, ViewColumn, type WebviewPanel } from "vscode";
import { type Entity, isSameEntity } from "../../protocol/entity/entity.ts";
import type { EntityPageNotifications, EntityPageState, RememberedPage } from "../../protocol/entity/entity-page.ts";
import type { Days } from "../../protocol/relative-days.ts";
import type { TableCoverage } from "../../protocol/table-coverage.ts";
import type { Connections } from "../connections/connections.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { lakeTenants } from "./ask-entity.ts";
import type { AskedFrom } from "./ask-question.ts";
import { EntityPanel, type EntityPanelParts } from "./entity-panel.ts";
import { entityParameters, entityQueryFiles, shippedStatement } from "./entity-queries.ts";
import { pageLake } from "./entity-reader.ts";
import { readRememberedPage } from "./remembered-page.ts";

export interface EntityPagesParts extends Omit<EntityPanelParts, "actions"> {
  readonly connections: Connections;
  readonly engines: Pick<EngineChoice, "of">;
  readonly runs: PanelRuns;
  /** Lets a person choose a question about an entity, whose days are those of the page that asks. */
  readonly ask: (entity: Entity, from: AskedFrom) => Promise<unknown>;
  /** The days that were chosen last for a page, and a place to keep others. */
  readonly days: { readonly last: () => Days; readonly keep: (days: Days) => void };
  /** Collects what an answer lacks and is still offered; failures are shown. */
  readonly fillGaps: (coverage: readonly TableCoverage[]) => Promise<unknown>;
}

/** The open pages of entities; each entity of a tenant has one. */
export class EntityPages implements Disposable {
  readonly #parts: EntityPagesParts;
  readonly #open = new Set<EntityPanel>();
  readonly #listener: Disposable;

  constructor(parts: EntityPagesParts) {
    this.#parts = parts;
    // Held results end with the lake that was open, also when the same one was opened anew.
    this.#listener = parts.connections.onDidChange(() => {
      for (const panel of this.#open) void this.#refresh(panel);
    });
  }

  /**
   * Opens the page of an entity, or brings it to the front.
   * @throws TenantTrailError `no-connection`; CancelledError when no tenant is chosen.
   */
  async show(entity: Entity): Promise<EntityPanel> {
    const { connections, days } = this.#parts;
    await connections.require();
    const shown = [...this.#open].find((panel) => isSameEntity(panel.entity, entity));
    if (shown) {
      shown.reveal();
      return shown;
    }
    const tenants = await lakeTenants(this.#parts.lake);
    const panel = this.#add({ entity, tenants, days: days.last() }, ViewColumn.Active);
    void panel.read({});
    return panel;
  }

  /** The page that has the focus. */
  get active(): EntityPanel | undefined {
    return [...this.#open].find((panel) => panel.isActive);
  }

  /** Shows a page again after a reload of the window. */
  async restore(page: WebviewPanel, remembered: unknown): Promise<void> {
    const known = readRememberedPage(remembered);
    // Nothing is known of it, so that an empty page would be all there is.
    if (known === undefined) return page.dispose();
    const panel = this.#add({ ...known, tenants: [] }, page);
    const { connections, errors } = this.#parts;
    const wasOpen = connections.current !== undefined;
    // The page itself says why a lake could not be opened.
    await connections.open().catch((error: unknown) => errors.record(error));
    // A lake that was opened just now has told its pages by itself.
    if (wasOpen || connections.current === undefined) await this.#refresh(panel);
  }

  /** The tabs stay, so that the next window shows them again. */
  dispose(): void {
    this.#listener.dispose();
    for (const panel of [...this.#open]) panel.leave();
  }

  /** Of another lake than its own a page reads nothing by itself, and nothing where asking costs. */
  async #refresh(panel: EntityPanel): Promise<void> {
    const { connections, engines } = this.#parts;
    const { lake } = panel.state;
    const { current } = connections;
    if (lake !== undefined && current !== undefined && pageLake(current).root !== lake.root)
      return panel.stay("elsewhere");
    await (engines.of() === "athena" ? panel.stay("unread") : panel.readWhenSeen());
  }

  #add(state: RememberedPage & Pick<EntityPageState, "tenants">, where: ViewColumn | WebviewPanel): EntityPanel {
    const { days } = this.#parts;
    const panel: EntityPanel = new EntityPanel(state, where, {
      ...this.#parts,
      actions: {
        show: (other) => this.show(other),
        ask: (other) => this.#parts.ask(other, { days: panel.state.days }),
        openFact: (state, fact) => this.#openFact(state, fact),
        fillGaps: ({ facts }) =>
          facts.kind === "ready" ? this.#parts.fillGaps(facts.content.summary.coverage) : Promise.resolve(),
        keepDays: (chosen) => days.keep(chosen),
      },
    });
    this.#open.add(panel);
    panel.onDidClose(() => this.#open.delete(panel));
    return panel;
  }

  /** The events behind a fact, as a result of the same query that fills the page. */
  async #openFact({ entity, days, facts }: EntityPageState, fact: EntityPageNotifications["openFact"]): Promise<void> {
    const { statement, uri } = await shippedStatement(this.#parts.extension, entityQueryFiles.timeline);
    // The same days as the page counted, even if newer ones have come.
    const { from, to } = facts.kind === "ready" ? facts.content.summary.params : {};
    const read: Days = typeof from === "string" && typeof to === "string" ? { from, to } : days;
    const title = fact === null ? entity.value : `${fact.label} · ${entity.value}`;
    await this.#parts.runs.run({
      key: `entity:${JSON.stringify([entity, fact])}`,
      statement: { ...statement, title },
      uri,
      params: { ...entityParameters(entity, read), fact: fact?.fact ?? "", factValue: fact?.value ?? "" },
    });
  }
}
