import { commands, Disposable, type Uri, ViewColumn, type WebviewPanel, workspace } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../../base/translated.ts";
import { sourceIds, type TenantSettings } from "../../../protocol/collector.ts";
import type {
  CollectorHostNotifications,
  CollectorPageNotifications,
  CollectorPageState,
  CollectorPlace,
} from "../../../protocol/collector-page.ts";
import { joinStretches } from "../../../protocol/join-stretches.ts";
import type { Host } from "../../../protocol/service/host.ts";
import { tableTitles } from "../../../protocol/words/table-titles.ts";
import { type ErrorPresenter, toTenantTrailError } from "../../errors/present-error.ts";
import { laterOnce } from "../../platform/cancellation.ts";
import { settingIds } from "../../registry/settings.ts";
import { collectorPageType } from "../../registry/view-ids.ts";
import { loadPage, openPanel } from "../../shown/panel.ts";
import { connectWebview } from "../../webview/webview-channel.ts";
import { sourceTitles } from "../../words/source-titles.ts";
import type { Collection } from "../collecting/collect-logs.ts";
import { HeldCredentials } from "../held-credentials.ts";
import { answerCollectorRequests, type CollectorRequestParts } from "./collector-requests.ts";

/** Rows come faster than a person reads, so the page hears of the running collections at this distance, in milliseconds. */
const runsPauseMs = 150;

export interface CollectorPageParts extends Omit<CollectorRequestParts, "held" | "record"> {
  readonly extension: Uri;
  readonly host: Host;
  readonly collection: Collection;
  readonly errors: ErrorPresenter;
  readonly openHealthQuery: () => Promise<unknown>;
}

interface OpenPage {
  readonly panel: WebviewPanel;
  readonly connection: MessageConnection;
  /** Shown as soon as the page listens; absent once it does. */
  first?: CollectorPlace | undefined;
}

/** The page on which tenants are added and the health of their collection is seen; one a window. */
export class CollectorPage implements Disposable {
  readonly #parts: CollectorPageParts;
  readonly #held: HeldCredentials;
  readonly #changes: Disposable;
  #open: OpenPage | undefined;
  #runsLater: Disposable | undefined;

  constructor(parts: CollectorPageParts) {
    this.#parts = parts;
    this.#held = new HeldCredentials(parts.host);
    const sendState = (): void => void this.#sendState();
    this.#changes = Disposable.from(
      parts.tenants.onDidChange(sendState),
      parts.connections.onDidChange(sendState),
      parts.connections.onDidChange(() => this.#sendRunsSoon()),
      parts.collection.runs.onDidChange(() => this.#sendRunsSoon()),
      workspace.onDidGrantWorkspaceTrust(sendState),
      parts.collection.onDidProgress(() => this.#send("collected", null)),
    );
  }

  /** Opens the page, or brings it to the front, at a place. */
  show(place: CollectorPlace): void {
    if (this.#open === undefined) this.#open = this.#create(place);
    else if (this.#open.first !== undefined) this.#open.first = place;
    else this.#send("go", place);
    this.#open.panel.reveal();
  }

  /** Fills the page that VS Code shows again after a reload of the window. */
  adopt(panel: WebviewPanel): void {
    this.#open?.panel.dispose();
    this.#open = this.#fill(panel, undefined);
  }

  /** The tab stays, so that the next window shows it again. */
  dispose(): void {
    this.#runsLater?.dispose();
    this.#open?.connection.dispose();
    this.#changes.dispose();
  }

  #create(first: CollectorPlace): OpenPage {
    return this.#fill(openPanel(this.#parts.extension, collectorPageType, t("Collector"), ViewColumn.Active), first);
  }

  #fill(panel: WebviewPanel, first: CollectorPlace | undefined): OpenPage {
    const { extension, errors } = this.#parts;
    const connection = connectWebview(panel.webview);
    answerCollectorRequests(connection, {
      ...this.#parts,
      held: this.#held,
      record: (error) => errors.record(error),
    });
    this.#listen(connection);
    connection.listen();
    panel.onDidDispose(() => {
      connection.dispose();
      if (this.#open?.panel !== panel) return;
      this.#held.forget();
      this.#open = undefined;
    });
    loadPage(panel, extension, { name: "collector-page", title: t("Collector") });
    return { panel, connection, first };
  }

  #listen(connection: MessageConnection): void {
    const { collection, errors, openHealthQuery, host } = this.#parts;
    const on = <Name extends keyof CollectorPageNotifications>(
      name: Name,
      listener: (params: CollectorPageNotifications[Name]) => Promise<unknown>,
    ): void => {
      const type = new NotificationType<CollectorPageNotifications[Name]>(name);
      connection.onNotification(type, (params) => void errors.guard(() => listener(params)));
    };
    on("ready", () => this.#begin());
    on("collect", ({ tenantId }) => collection.collect([{ tenantId }], false));
    on("cancelCollect", async ({ tenantId }) => collection.runs.cancel(tenantId));
    on("fill", ({ tenantId, table, gaps }) =>
      collection.collect(
        joinStretches(gaps).map((gap) => ({ tenantId, tables: [table], ...gap })),
        false,
      ),
    );
    on("openAddress", ({ url }) => host.openExternal(url));
    on("openHealthQuery", openHealthQuery);
    on("openSettings", async () => {
      await commands.executeCommand("workbench.action.openSettings", settingIds.keepCollecting);
    });
  }

  async #begin(): Promise<void> {
    await this.#sendState();
    this.#sendRuns();
    const first = this.#open?.first;
    if (this.#open) this.#open.first = undefined;
    if (first) this.#send("go", first);
  }

  async #sendState(): Promise<void> {
    if (this.#open === undefined) return;
    const { connections } = this.#parts;
    const read = await this.#readTenants();
    const state: CollectorPageState = {
      lake: connections.current?.label ?? "",
      lakeRoot: connections.current?.root ?? "",
      ...read,
      sources: sourceIds.map((source) => {
        const { table, title } = sourceTitles[source];
        return { source, title, table, tableTitle: tableTitles[table] };
      }),
      isTrusted: workspace.isTrusted,
    };
    this.#send("state", state);
  }

  async #readTenants(): Promise<Pick<CollectorPageState, "tenants" | "withoutCredential" | "failure">> {
    const { tenants, errors } = this.#parts;
    try {
      const list = await tenants.list();
      return { tenants: list, withoutCredential: await this.#withoutCredential(list) };
    } catch (error) {
      errors.record(error);
      return { tenants: [], withoutCredential: [], failure: toTenantTrailError(error).message };
    }
  }

  /** Where the machine's store of secrets cannot be read, whatever needs a credential says so; the tenants stay. */
  async #withoutCredential(tenants: readonly TenantSettings[]): Promise<readonly string[]> {
    try {
      return await this.#held.missing(tenants.map(({ tenantId }) => tenantId));
    } catch (error) {
      this.#parts.errors.record(error);
      return [];
    }
  }

  #sendRuns(): void {
    const { collection, connections } = this.#parts;
    this.#send("runs", collection.runs.of(connections.current?.connection));
  }

  #sendRunsSoon(): void {
    this.#runsLater ??= laterOnce(runsPauseMs, () => {
      this.#runsLater = undefined;
      this.#sendRuns();
    });
  }

  #send<Name extends keyof CollectorHostNotifications>(name: Name, params: CollectorHostNotifications[Name]): void {
    const type = new NotificationType<unknown>(name);
    this.#open?.connection.sendNotification(type, params).catch((error) => this.#parts.errors.record(error));
  }
}
