import { commands, type Disposable, type Event, Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../base/translated.ts";
import type {
  DashboardHostNotifications,
  DashboardPageNotifications,
  DashboardState,
  DashboardTile,
} from "../../protocol/dashboard/dashboard-page.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { requireTrust } from "../platform/trust.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { loadPage } from "../shown/panel.ts";
import { connectWebview } from "../webview/webview-channel.ts";
import type { DashboardMemory } from "./dashboard-memory.ts";
import { answerDashboardRequests, type DashboardRequestParts } from "./dashboard-requests.ts";
import { type FoundTiles, findTiles } from "./find-tiles.ts";
import { LakeChanges } from "./lake-changes.ts";

export interface DashboardPanelParts extends Omit<DashboardRequestParts, "tileOf" | "tiles" | "onStep" | "changes"> {
  readonly extension: Uri;
  readonly files: OurFiles;
  readonly memory: DashboardMemory;
  readonly opensAtStart: { get(): boolean; set(opens: boolean): Promise<void> };
  readonly errors: ErrorPresenter;
  /** The open lake may hold something else. */
  readonly onDidRefresh: Event<void>;
}

/** One opened dashboard: a page of tiles, each a saved query under the page's filters. */
export class DashboardPanel implements Disposable {
  readonly #parts: DashboardPanelParts;
  readonly #panel: WebviewPanel;
  readonly #connection: MessageConnection;
  readonly #listeners: readonly Disposable[];
  /** What a failure's button may do: the commands that this host has named. */
  readonly #steps = new Set<string>();
  #found: FoundTiles = { tiles: [], leftOut: [] };
  #visit = 0;

  /** @param panel an empty webview panel, which this one fills and owns. */
  constructor(panel: WebviewPanel, parts: DashboardPanelParts) {
    this.#parts = parts;
    this.#panel = panel;
    this.#connection = connectWebview(panel.webview);
    const changes = new LakeChanges({ ...parts, record: (error) => parts.errors.record(error) });
    answerDashboardRequests(this.#connection, {
      ...parts,
      changes,
      tileOf: (id) => this.#tileOf(id),
      tiles: () => this.#found.tiles,
      onStep: ({ command }) => this.#steps.add(command),
    });
    this.#listen(changes);
    this.#connection.listen();
    const { connections } = parts;
    this.#listeners = [
      connections.onDidChange(() => this.#begin()),
      workspace.onDidGrantWorkspaceTrust(() => this.#begin()),
      parts.onDidRefresh(async () => {
        if (await changes.have()) this.#send("lakeChanged", null);
      }),
      panel.onDidChangeViewState(() => this.#send("seen", { isSeen: panel.visible })),
    ];
    panel.onDidDispose(() => this.#close());
    loadPage(panel, parts.extension, { name: "dashboard-page", title: t("Dashboard") });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  onDidClose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #listen(changes: LakeChanges): void {
    const { errors, memory, queries, opensAtStart } = this.#parts;
    const on = <Name extends keyof DashboardPageNotifications>(
      name: Name,
      listener: (params: DashboardPageNotifications[Name]) => Promise<unknown>,
    ): void => {
      const type = new NotificationType<DashboardPageNotifications[Name]>(name);
      this.#connection.onNotification(type, (params) => void errors.guard(() => listener(params)));
    };
    on("ready", () => this.#begin());
    on("filter", async (filters) => {
      await Promise.all([memory.remember(filters), changes.begin()]);
    });
    on("openQuery", ({ tile }) => openQuery(this.#tileOf(tile)));
    on("openRows", ({ tile, filters }) => queries.openRows(this.#tileOf(tile), filters));
    on("openAtStart", ({ opens }) => opensAtStart.set(opens));
    on("takeNextStep", async ({ command }) => {
      if (this.#steps.has(command)) await commands.executeCommand(command);
    });
  }

  /** The tiles as the files are now, over the lake that is open now. */
  async #begin(): Promise<void> {
    const { files, connections, engines, memory, opensAtStart, queries, errors } = this.#parts;
    this.#visit++;
    const visit = this.#visit;
    queries.release();
    let failure: DashboardState["failure"];
    try {
      requireTrust(t("The dashboard"));
      await connections.require();
    } catch (error) {
      failure = queries.failureOf(error);
      if (failure.action) this.#steps.add(failure.action.command);
      errors.record(error);
    }
    const found = await findTiles(files);
    // Another lake was opened while this one's tiles were looked for, which are sent by that.
    if (visit !== this.#visit) return;
    this.#found = found;
    const { current } = connections;
    this.#send("state", {
      lake: current?.label ?? "",
      visit,
      simulated: current?.simulated ?? false,
      engine: engines.of(),
      ...found,
      filters: memory.filters,
      opensAtStart: opensAtStart.get(),
      ...(failure && { failure }),
    });
    this.#send("seen", { isSeen: this.#panel.visible });
  }

  /** @throws TenantTrailError `bad-argument` for what is no tile now. */
  #tileOf(id: string): DashboardTile {
    const tile = this.#found.tiles.find((each) => each.id === id);
    if (tile) return tile;
    throw new TenantTrailError(
      "bad-argument",
      t("This query is no tile of the dashboard any more. Refresh the dashboard."),
    );
  }

  #send<Name extends keyof DashboardHostNotifications>(name: Name, params: DashboardHostNotifications[Name]): void {
    const type = new NotificationType<unknown>(name);
    this.#connection.sendNotification(type, params).catch((error) => this.#parts.errors.record(error));
  }

  #close(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#connection.dispose();
    this.#parts.queries.release();
  }
}

/** Shows a tile's query beside the dashboard. */
async function openQuery({ id }: DashboardTile): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(id));
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true });
}
