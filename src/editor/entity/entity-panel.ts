import { type Disposable, EventEmitter, env, type Uri, type ViewColumn, type WebviewPanel } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../base/translated.ts";
import { type Entity, entityTitles } from "../../protocol/entity/entity.ts";
import type {
  EntityPageNotifications,
  EntityPageRequests,
  EntityPageState,
  PagePart,
  ReadRecord,
  RecordRequest,
} from "../../protocol/entity/entity-page.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { JsonValue, ResultSummary } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { answerRequest } from "../../rpc/answer-request.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { entityPageType } from "../registry/view-ids.ts";
import { usefulOrder } from "../result-view/useful-order.ts";
import { errorCodeMeanings, meaningsOfErrorCodes } from "../result-view/value-meanings.ts";
import { loadPage, openPanel } from "../shown/panel.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { connectWebview } from "../webview/webview-channel.ts";
import type { EntityReader } from "./entity-reader.ts";

export interface EntityPanelParts {
  readonly lake: LakeService;
  readonly tasks: RunningTasks;
  readonly extension: Uri;
  readonly errors: ErrorPresenter;
  readonly reader: EntityReader;
  readonly actions: EntityActions;
}

/** What a person asks of an entity's page by its buttons. */
export interface EntityActions {
  show(entity: Entity): Promise<unknown>;
  ask(entity: Entity): Promise<unknown>;
  openFact(state: EntityPageState, fact: EntityPageNotifications["openFact"]): Promise<unknown>;
  fillGaps(state: EntityPageState): Promise<unknown>;
  /** Keeps the days for the next page. */
  keepDays(days: EntityPageState["days"]): void;
}

/** The page of one entity; what it holds in the lake process is released when it closes. */
export class EntityPanel implements Disposable {
  readonly #parts: EntityPanelParts;
  readonly #panel: WebviewPanel;
  readonly #connection: MessageConnection;
  readonly #closed = new EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  #state: EntityPageState;
  #stop = new AbortController();
  #record: ReadRecord | undefined;
  #pageListens = false;
  /** What it shows is of results that are held no longer. */
  #isStale = false;
  #isClosed = false;
  /** A person asked, and the lake is not known yet that is asked: it may be opened for this. */
  #opensLake = false;

  /** @param where a new tab is opened; or one that VS Code shows again. Nothing is read yet. */
  constructor(
    state: Pick<EntityPageState, "entity" | "tenants" | "days" | "lake">,
    where: ViewColumn | WebviewPanel,
    parts: EntityPanelParts,
  ) {
    this.#parts = parts;
    this.#state = { ...state, facts: { kind: "reading" }, timeline: { kind: "reading" }, codes: meaningsOfErrorCodes };
    const { extension } = parts;
    const title = `${entityTitles[state.entity.kind]} ${state.entity.value}`;
    this.#panel = typeof where === "number" ? openPanel(extension, entityPageType, title, where) : where;
    this.#connection = connectWebview(this.#panel.webview);
    this.#answer();
    this.#listen();
    this.#connection.listen();
    this.#panel.onDidDispose(() => this.#close());
    this.#panel.onDidChangeViewState(() => void this.#readIfStale());
    loadPage(this.#panel, extension, { name: "entity-page", title: t("Entity") });
  }

  get entity(): Entity {
    return this.#state.entity;
  }

  get state(): EntityPageState {
    return this.#state;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Lets go of the page and leaves its tab, which VS Code shows again in the next window. */
  leave(): void {
    this.#connection.dispose();
  }

  /** Shows why nothing is read, in place of what was. */
  async stay(kind: "unread" | "elsewhere"): Promise<void> {
    if (kind === "unread" && this.#opensLake) return;
    this.#stop.abort(new CancelledError());
    this.#stop = new AbortController();
    this.#isStale = false;
    this.#releaseParts();
    this.#show({ ...this.#state, facts: { kind }, timeline: { kind } });
  }

  /** Reads all anew now, or when somebody looks at the page. */
  async readWhenSeen(): Promise<void> {
    this.#isStale = true;
    await this.#readIfStale();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Reads all anew, for other days or another tenant where they are given; what ran before is cancelled. */
  async read({ days = this.#state.days, tenantId }: EntityPageNotifications["read"]): Promise<void> {
    this.#isStale = false;
    this.#stop.abort(new CancelledError());
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const entity = tenantId === undefined ? this.#state.entity : { ...this.#state.entity, tenantId };
    this.#releaseParts();
    this.#show({ ...this.#state, entity, days, cost: "", facts: { kind: "reading" }, timeline: { kind: "reading" } });
    const { reader } = this.#parts;
    await reader.read(entity, days, signal, (part) => {
      if (part.lake !== undefined) this.#opensLake = false;
      if (this.#stop.signal === signal && !this.#isClosed) this.#show({ ...this.#state, ...part });
      else for (const late of [part.facts, part.timeline]) this.#releasePart(late);
    });
  }

  async #readIfStale(): Promise<void> {
    if (this.#isStale && this.#panel.visible) await this.read({});
  }

  #answer(): void {
    const { lake } = this.#parts;
    const answer = <Name extends keyof EntityPageRequests>(
      method: Name,
      handle: (
        params: EntityPageRequests[Name]["params"],
        signal: AbortSignal,
      ) => Promise<EntityPageRequests[Name]["result"]>,
    ): void => answerRequest(this.#connection, method, handle);
    answer("readWindow", (request, signal) => lake.readWindow(this.#ofTimeline(request), { signal }));
    answer("columnValues", (request, signal) => lake.columnValues(this.#ofTimeline(request), { signal }));
    answer("copyText", async ({ text }) => {
      await env.clipboard.writeText(text);
      return null;
    });
    answer("readRecord", (request, signal) => this.#readRecord(request, signal));
    answer("readRecordCell", ({ column }, signal) => this.#readRecordCell(column, signal));
  }

  /** Refuses to read any other result than the page's own. */
  #ofTimeline<Request extends { readonly resultId: string }>(request: Request): Request {
    const { timeline } = this.#state;
    if (timeline.kind === "ready" && timeline.content.summary.resultId === request.resultId) return request;
    throw new TenantTrailError("no-such-result", t("This timeline is no longer held. Read the page again."));
  }

  #listen(): void {
    const { actions, errors } = this.#parts;
    const on = <Name extends keyof EntityPageNotifications>(
      name: Name,
      act: (params: EntityPageNotifications[Name]) => Promise<unknown>,
    ): void => {
      const type = new NotificationType<EntityPageNotifications[Name]>(name);
      this.#connection.onNotification(type, (params) => void errors.guard(() => act(params)));
    };
    on("ready", async () => {
      this.#pageListens = true;
      this.#send();
    });
    on("cancel", async () => this.#stop.abort(new CancelledError()));
    on("read", async (wanted) => {
      if (wanted.days !== undefined) actions.keepDays(wanted.days);
      this.#opensLake = true;
      try {
        await this.read(wanted);
      } finally {
        this.#opensLake = false;
      }
    });
    on("openFact", (fact) => actions.openFact(this.#state, fact));
    on("fillGaps", async () => {
      await actions.fillGaps(this.#state);
      await this.read({});
    });
    on("showEntity", (entity) => actions.show(entity));
    on("askAboutEntity", (entity) => actions.ask(entity));
  }

  async #readRecord(request: RecordRequest, signal: AbortSignal): Promise<ReadRecord | null> {
    const { reader, lake } = this.#parts;
    const summary = await reader.readRecord(request, this.#state.entity, signal);
    const { resultId, columns } = summary;
    const record = await lake
      .readWindow({ resultId, offset: 0, limit: 1 }, { signal })
      .then(({ rows: [cells] }) => {
        // A page that asked for something else meanwhile, or closed, knows nothing of this result.
        if (signal.aborted || this.#isClosed) throw new CancelledError();
        const order = usefulOrder(summary) ?? columns.map((_, index) => index);
        return cells && { summary, cells, meanings: errorCodeMeanings(columns), order };
      })
      .catch((error: unknown) => {
        this.#release(resultId);
        throw error;
      });
    this.#releaseRecord();
    this.#record = record;
    if (record === undefined) this.#release(resultId);
    return record ?? null;
  }

  async #readRecordCell(column: number, signal: AbortSignal): Promise<JsonValue> {
    const resultId = this.#record?.summary.resultId;
    if (resultId !== undefined) return this.#parts.lake.readCell({ resultId, row: 0, column }, { signal });
    throw new TenantTrailError("no-such-result", t("This record is no longer held. Open it again."));
  }

  #show(state: EntityPageState): void {
    this.#state = state;
    this.#send();
  }

  #send(): void {
    if (!this.#pageListens || this.#isClosed) return;
    const { errors } = this.#parts;
    this.#connection
      .sendNotification(new NotificationType<EntityPageState>("state"), this.#state)
      .catch((error: unknown) => errors.record(error));
  }

  #releaseParts(): void {
    for (const part of [this.#state.facts, this.#state.timeline]) this.#releasePart(part);
    this.#releaseRecord();
  }

  #releasePart(part: PagePart<{ readonly summary: ResultSummary }> | undefined): void {
    if (part?.kind === "ready") this.#release(part.content.summary.resultId);
  }

  #releaseRecord(): void {
    if (this.#record !== undefined) this.#release(this.#record.summary.resultId);
    this.#record = undefined;
  }

  #release(resultId: string): void {
    this.#parts.lake.releaseResult({ resultId }).catch((error: unknown) => this.#parts.errors.record(error));
  }

  #close(): void {
    this.#isClosed = true;
    this.#stop.abort(new CancelledError());
    this.#connection.dispose();
    this.#releaseParts();
    this.#closed.fire();
    this.#closed.dispose();
  }
}
