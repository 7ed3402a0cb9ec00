import { commands, type Disposable, EventEmitter, type Uri, type ViewColumn, type WebviewPanel } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../base/translated.ts";
import type { ChartDeclaration } from "../../protocol/chart/chart-spec.ts";
import { TenantTrailError, type TextPlace } from "../../protocol/errors.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ResultState, ResultViewNotifications } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { commandIds } from "../registry/command-ids.ts";
import { resultPanelType } from "../registry/view-ids.ts";
import { loadPage, openPanel, renamePanel } from "../shown/panel.ts";
import { connectWebview } from "../webview/webview-channel.ts";
import type { KeptPreferences } from "./kept-preferences.ts";
import { answerResultRequests, type ResultRequestParts } from "./result-requests.ts";

/** What a person asks of a result by its buttons. */
export interface ResultActions {
  cancel(): void;
  retry(): void;
  openQuery(place: TextPlace | undefined): void;
  fillGaps(): void;
  /** Writes a chart into the query's header; answers the file's name. */
  keepChart(chart: ChartDeclaration): Promise<string>;
  takeNextStep(): void;
}

/** What every panel needs. */
export interface ResultPanelParts extends Pick<ResultRequestParts, "lake" | "tasks" | "openDashboard"> {
  readonly extension: Uri;
  readonly preferences: KeptPreferences;
  readonly record: (error: unknown) => void;
}

/** One result in a panel of its own: what it shows, and its held rows, which are released when it closes. */
export class ResultPanel implements Disposable {
  readonly id: string;
  readonly #lake: LakeService;
  readonly #panel: WebviewPanel;
  readonly #connection: MessageConnection;
  readonly #closed = new EventEmitter<void>();
  readonly #preferences: KeptPreferences;
  readonly #record: (error: unknown) => void;
  readonly onDidClose = this.#closed.event;
  #actions: ResultActions | undefined;
  #state: ResultState | undefined;
  /** What it showed before, held so that the two can be compared. */
  #previous: ResultSummary | undefined;
  #viewListens = false;
  #isClosed = false;

  /**
   * @param id by which the view finds it again after a reload of the window.
   * @param where a new panel is opened; or one that VS Code shows again.
   */
  constructor(id: string, title: string, where: ViewColumn | WebviewPanel, parts: ResultPanelParts) {
    const { extension, lake, tasks, preferences, record, openDashboard } = parts;
    this.#lake = lake;
    this.#preferences = preferences;
    this.#record = record;
    this.id = id;
    this.#panel =
      typeof where === "number"
        ? openPanel(extension, resultPanelType, title, { viewColumn: where, preserveFocus: true })
        : where;
    this.#connection = connectWebview(this.#panel.webview);
    answerResultRequests(this.#connection, {
      lake,
      tasks,
      openDashboard,
      shown: () => this.#shown,
      keepChart: async (chart) => {
        if (this.#actions === undefined) throw new TenantTrailError("internal", t("Nothing was run in this panel."));
        return this.#actions.keepChart(chart);
      },
    });
    this.#listen();
    this.#connection.listen();
    this.#panel.onDidDispose(() => this.#close());
    loadPage(this.#panel, extension, { name: "result-view", title: t("Result") });
  }

  get state(): ResultState | undefined {
    return this.#state;
  }

  get resultId(): string | undefined {
    return this.#shown?.resultId;
  }

  /** The result of the run before the shown one. */
  get previous(): ResultSummary | undefined {
    return this.#previous;
  }

  /** What it shows stays when its statement runs again. */
  get isPinned(): boolean {
    return this.#state?.kind === "ready" && this.#state.pin?.name !== undefined;
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get column(): ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** Connects the view's buttons to a new run, and cancels the one before. */
  takeOver(actions: ResultActions): void {
    this.#actions?.cancel();
    this.#actions = actions;
  }

  /** True while a run's outcome is what the panel should show: no other has taken over and the panel is open. */
  belongsTo(actions: ResultActions): boolean {
    return !this.#isClosed && this.#actions === actions;
  }

  /** Shows a state in place of the one before, whose rows are held until those of the next run take their place. */
  show(state: ResultState): void {
    const before = this.#shown;
    this.#state = state;
    if (before !== undefined && before.resultId !== this.#shown?.resultId) this.#keepFormer(before);
    renamePanel(this.#panel, titleOf(state));
    if (this.#viewListens) this.#send(state);
  }

  /** Holds what was shown for a comparison. Of a run that broke off nothing is held, and what was before it stays. */
  #keepFormer(former: ResultSummary): void {
    const gone = former.isArriving ? former : this.#previous;
    if (!former.isArriving) this.#previous = former;
    if (gone !== undefined) this.#release(gone.resultId);
  }

  /** Lets go of the page and leaves its tab, which VS Code shows again in the next window. */
  leave(): void {
    this.#connection.dispose();
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  get #shown(): ResultSummary | undefined {
    return this.#state?.kind === "ready" ? this.#state.summary : undefined;
  }

  #listen(): void {
    const on = <Name extends keyof ResultViewNotifications>(
      name: Name,
      listener: (params: ResultViewNotifications[Name]) => void,
    ): void => {
      this.#connection.onNotification(new NotificationType<ResultViewNotifications[Name]>(name), listener);
    };
    on("ready", () => {
      this.#viewListens = true;
      this.#connection
        .sendNotification(new NotificationType<{ panel: string }>("identify"), { panel: this.id })
        .catch(this.#record);
      if (this.#state) this.#send(this.#state);
    });
    on("cancel", () => this.#actions?.cancel());
    on("retry", () => this.#actions?.retry());
    on("openQuery", (params) => this.#actions?.openQuery(params.place));
    on("fillGaps", () => this.#actions?.fillGaps());
    on("runSavedQuery", ({ title }) => void commands.executeCommand(commandIds.runQueryTitled, title));
    on("takeNextStep", () => this.#actions?.takeNextStep());
    on("arrange", (arranged) => {
      const shown = this.#shown;
      if (shown) this.#preferences.keepArranged(shown, arranged).catch(this.#record);
    });
    on("compare", () => void commands.executeCommand(commandIds.compareResults, { resultId: this.resultId }));
    on("pin", ({ isPinned }) => {
      const command = isPinned ? commandIds.pinResult : commandIds.unpinResult;
      void commands.executeCommand(command, { resultId: this.resultId });
    });
    on("showEntity", (entity) => void commands.executeCommand(commandIds.showEntity, entity));
    on("askAboutEntity", (entity) => void commands.executeCommand(commandIds.askAboutEntity, entity));
    on("prefer", (preferences) => this.#preferences.keep(preferences).catch(this.#record));
  }

  #send(state: ResultState): void {
    const sent = state.kind === "ready" ? this.#withLikings(state) : state;
    this.#connection.sendNotification(new NotificationType<ResultState>("state"), sent).catch(this.#record);
  }

  /** A state with how the person likes results, and these columns, to be shown. */
  #withLikings(state: Extract<ResultState, { kind: "ready" }>): ResultState {
    const arranged = this.#preferences.arrangedOf(state.summary);
    return { ...state, preferences: this.#preferences.current, ...(arranged && { arranged }) };
  }

  #release(resultId: string): void {
    this.#lake.releaseResult({ resultId }).catch(this.#record);
  }

  #close(): void {
    this.#isClosed = true;
    this.#connection.dispose();
    if (this.#shown) this.#release(this.#shown.resultId);
    if (this.#previous) this.#release(this.#previous.resultId);
    this.#actions?.cancel();
    this.#closed.fire();
    this.#closed.dispose();
  }
}

function titleOf(state: ResultState): string {
  if (state.kind !== "ready") return state.title;
  return state.pin?.name === undefined ? state.summary.title : t("Pinned: {0}", state.pin.name);
}
