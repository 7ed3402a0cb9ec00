import type { Uri } from "vscode";
import { t } from "../../base/translated.ts";
import { type Entity, entityTitles } from "../../protocol/entity/entity.ts";
import type {
  EntityPageState,
  KnownFacts,
  PageLake,
  PagePart,
  RecordRequest,
  ShownTimeline,
} from "../../protocol/entity/entity-page.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { ConnectionInfo } from "../../protocol/lake.ts";
import type { QueryRequest, ResultSummary } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { Days } from "../../protocol/relative-days.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import type { Connections } from "../connections/connections.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import { requireTrust } from "../platform/trust.ts";
import { withinLimit } from "../queries/athena-limit.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import { estimateWords } from "../queries/lenses/estimate-words.ts";
import { readRows } from "../queries/rows-of-result.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { lakeTenants } from "./ask-entity.ts";
import {
  entityParameters,
  entityQueryFiles,
  factsOfRows,
  recordSql,
  shippedStatement,
  timelineLimit,
} from "./entity-queries.ts";

interface EntityReaderParts {
  readonly extension: Uri;
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly engines: EngineChoice;
  readonly record: (error: unknown) => void;
}

/** A part that was asked for. */
type ReadPart<Content> = Extract<PagePart<Content>, { kind: "ready" | "failed" | "cancelled" }>;

/** The query of facts gives no more rows than this. */
const mostFacts = 10_000;

/** Asks the open lake what it knows of an entity, by the shipped queries. */
export class EntityReader {
  readonly #parts: EntityReaderParts;

  constructor(parts: EntityReaderParts) {
    this.#parts = parts;
  }

  /**
   * Reads the facts and the timeline, and tells each part when it is there. On this machine both are read at once; on
   * Athena one after the other, after what both cost was told, so that a person is asked about the price of one at a
   * time. Failures are told as parts.
   */
  async read(
    entity: Entity,
    days: Days,
    signal: AbortSignal,
    tell: (part: Partial<Pick<EntityPageState, "facts" | "timeline" | "tenants" | "cost" | "lake">>) => void,
  ): Promise<void> {
    const tenants = await this.#part(() => this.#tenants(tell));
    if (tenants.kind !== "ready") return tell({ facts: tenants, timeline: tenants });
    tell({ tenants: tenants.content });
    const absent = await this.#part(async () => requireTenant(entity, tenants.content));
    if (absent.kind === "failed") return tell({ facts: absent, timeline: absent });
    const isOnAthena = this.#parts.engines.of() === "athena";
    if (isOnAthena) tell({ cost: await this.#cost(entity, days, signal) });
    const facts = this.#part(() => this.#readFacts(entity, days, signal));
    const told = facts.then((part) => tell({ facts: part }));
    if (isOnAthena) {
      await told;
      const read = await facts;
      if (read.kind === "failed" || read.kind === "cancelled") return tell({ timeline: read });
    }
    tell({ timeline: await this.#part(() => this.#readTimeline(entity, days, signal)) });
    await told;
  }

  /** Reads the whole record behind an event; the result may be empty. @throws as `LakeService.runQuery`. */
  async readRecord(
    { table, key, day }: RecordRequest,
    { tenantId = "" }: Entity,
    signal: AbortSignal,
  ): Promise<ResultSummary> {
    return this.#run(
      { sql: recordSql(table), title: tableTitles[table], params: { key, day, tenant: tenantId } },
      signal,
    );
  }

  /** Another lake may have been opened than that of which the page was asked. */
  async #tenants(tell: (part: Pick<EntityPageState, "lake">) => void): Promise<EntityPageState["tenants"]> {
    tell({ lake: pageLake(await this.#parts.connections.require()) });
    return lakeTenants(this.#parts.lake);
  }

  async #readFacts(entity: Entity, days: Days, signal: AbortSignal): Promise<KnownFacts> {
    const summary = await this.#runShipped(entityQueryFiles.facts, entity, days, signal);
    try {
      const rows = await readRows(this.#parts.lake, summary, mostFacts, signal);
      return { facts: factsOfRows(summary.columns, rows), summary };
    } catch (error) {
      await this.#parts.lake.releaseResult({ resultId: summary.resultId });
      throw error;
    }
  }

  async #readTimeline(entity: Entity, days: Days, signal: AbortSignal): Promise<ShownTimeline> {
    const summary = await this.#runShipped(entityQueryFiles.timeline, entity, days, signal);
    return { summary, isCut: summary.rowCount >= timelineLimit };
  }

  /** What reading a page scans and costs at most; empty where that is not known, which its queries say then. */
  async #cost(entity: Entity, days: Days, signal: AbortSignal): Promise<string> {
    const files = [entityQueryFiles.facts, entityQueryFiles.timeline];
    try {
      const estimates = files.map(async (file) =>
        this.#parts.lake.estimateScan(await this.#shipped(file, entity, days), { signal }),
      );
      return estimateWords(await Promise.all(estimates));
    } catch (error) {
      if (!(error instanceof CancelledError)) this.#parts.record(error);
      return "";
    }
  }

  async #runShipped(path: string, entity: Entity, days: Days, signal: AbortSignal): Promise<ResultSummary> {
    return this.#run(await this.#shipped(path, entity, days), signal);
  }

  async #shipped(path: string, entity: Entity, days: Days): Promise<QueryRequest & { readonly title: string }> {
    const { statement, uri } = await shippedStatement(this.#parts.extension, path);
    const extra: Readonly<Record<string, ParameterValue>> =
      path === entityQueryFiles.timeline ? { fact: "", factValue: "" } : {};
    return {
      sql: statement.sql,
      title: `${entityTitles[entity.kind]} ${entity.value}`,
      uri: uri.toString(),
      engine: this.#parts.engines.of(),
      parameters: statement.declarations,
      params: { ...entityParameters(entity, days), ...extra },
    };
  }

  async #run(request: QueryRequest & { readonly title: string }, stop: AbortSignal): Promise<ResultSummary> {
    const { connections, lake, tasks, engines } = this.#parts;
    requireTrust(t("Running a query"));
    await connections.require();
    return withinLimit({ ...request, engine: engines.of() }, (asked) =>
      tasks.run(request.title, "status bar", ({ signal }) => lake.runQuery(asked, { signal }), stop),
    );
  }

  async #part<Content>(read: () => Promise<Content>): Promise<ReadPart<Content>> {
    try {
      return { kind: "ready", content: await read() };
    } catch (error) {
      if (error instanceof CancelledError) return { kind: "cancelled" };
      this.#parts.record(error);
      const { message, code } = toTenantTrailError(error);
      return { kind: "failed", message, code };
    }
  }
}

/** The open lake, as a page remembers it. A connection to AWS without a bucket of ours is known by its name alone. */
export function pageLake({ root, label }: Pick<ConnectionInfo, "root" | "label">): PageLake {
  return { root: root === "" ? label : root, label };
}

/** @throws TenantTrailError `bad-argument` when a lake that knows its tenants has no such one. */
function requireTenant({ tenantId }: Entity, tenants: EntityPageState["tenants"]): void {
  if (tenantId === undefined || tenants.length === 0 || tenants.some((each) => each.tenantId === tenantId)) return;
  throw new TenantTrailError(
    "bad-argument",
    t(
      "The open lake holds no logs of the tenant {0}. Open the lake that does, or choose a tenant of this one.",
      tenantId,
    ),
  );
}
