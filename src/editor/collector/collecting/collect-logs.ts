import { type Disposable, EventEmitter, window } from "vscode";
import { t } from "../../../base/translated.ts";
import type { CollectOutcome, CollectRequest, TenantSettings } from "../../../protocol/collector.ts";
import { CancelledError, TenantTrailError } from "../../../protocol/errors.ts";
import { joinOutcomes } from "../../../protocol/join-outcomes.ts";
import type { Connection } from "../../../protocol/lake.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { CollectArguments, CollectedOutcome } from "../../api/api-types.ts";
import { toUri } from "../../api/file-uris.ts";
import { collectArguments, readArguments } from "../../api/read-arguments.ts";
import type { Connections } from "../../connections/connections.ts";
import type { OutcomeDocuments } from "../../outcomes/outcome-documents.ts";
import { requireTrust } from "../../platform/trust.ts";
import { apiCommandIds } from "../../registry/command-ids.ts";
import { tell } from "../../shown/messages.ts";
import type { RunningTasks, TaskControl } from "../../tasks/running-tasks.ts";
import { countOf } from "../../words/plain-amounts.ts";
import { onOneLine } from "../../words/plain-text.ts";
import type { FollowedRun } from "../followed-run.ts";
import { TenantRuns } from "../tenant-runs.ts";
import type { CollectConsent } from "./collect-consent.ts";
import { collectDetails, collectNeedsLook, collectSummary } from "./collect-outcome.ts";
import { collectProgressWords } from "./collect-progress.ts";
import { SameCollections } from "./join-same-collection.ts";

/** How often what is shown follows a running collection, in milliseconds. */
const liveMs = 1000;

interface CollectionParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly outcomes: OutcomeDocuments;
  readonly consent: CollectConsent;
  /** Where a tenant is added; shown to a person who collects before there is one. */
  readonly leadToTenants: () => void;
}

/** Brings Microsoft 365's logs into the open lake, and tells what came of it. */
export class Collection implements Disposable {
  readonly #parts: CollectionParts;
  readonly #begun = new EventEmitter<void>();
  readonly #progressed = new EventEmitter<void>();
  /** How each tenant's newest collection stands. */
  readonly runs = new TenantRuns(Date.now);
  readonly #same = new SameCollections();
  /** A person or a program asked for a collection. */
  readonly onDidBegin = this.#begun.event;
  /** Rows may have come, or a collection has ended. */
  readonly onDidProgress = this.#progressed.event;

  constructor(parts: CollectionParts) {
    this.#parts = parts;
  }

  /**
   * Collects what is due, or what the arguments name. A call without arguments comes from a person, who is led to
   * adding a tenant when there is none.
   *
   * @throws TenantTrailError `no-connection`, `no-tenant`, `restricted-mode`, `sign-in-failed` and what else keeps all
   * of it from being read; CancelledError when the run is cancelled (what was merged stays) or when the person does not
   * let this lake collect the tenant.
   */
  async run(given?: CollectArguments): Promise<CollectedOutcome> {
    const request = given === undefined ? {} : readArguments(apiCommandIds.collect, collectArguments, given);
    const leads = given === undefined;
    const { tables, failures } = await this.collect([dropAbsent(request)], leads);
    return { tables, failures };
  }

  /** Collects one request after the other as one piece of work. A request that runs already is joined. */
  async collect(requests: readonly CollectRequest[], leads: boolean): Promise<CollectOutcome> {
    if (requests.length === 0)
      throw new TenantTrailError("bad-argument", t("There is nothing to collect in these days. Choose a log day."));
    requireTrust(t("Collecting"));
    const { connection, root } = await this.#parts.connections.require();
    const tenants = tenantsOf(requests, await this.#requireTenants(requests, leads));
    await this.#parts.consent.require(root, tenants);
    const allowed = allowanceOf(root, tenants);
    return this.#same.join([requests, allowed], () => this.#start(requests, tenants, connection, allowed));
  }

  /** Collects what is due of the tenants that a person has let this lake collect, without a question or a notification. */
  async collectQuietly(signal: AbortSignal): Promise<CollectOutcome | "no tenant" | "not allowed"> {
    requireTrust(t("Collecting"));
    const { lake, connections, tasks, consent } = this.#parts;
    const open = await connections.open();
    if (!open) return "no tenant";
    const known = await lake.listTenants({}, { signal });
    if (known.length === 0) return "no tenant";
    const tenants = known.filter(({ tenantId }) => consent.isGiven(open.root, tenantId));
    if (tenants.length === 0) return "not allowed";
    const allowed = allowanceOf(open.root, tenants);
    const run = this.runs.begin(
      open.connection,
      tenants.map(({ tenantId }) => tenantId),
      true,
    );
    const either = AbortSignal.any([signal, run.signal]);
    try {
      const outcome = await tasks.run(
        t("Collecting"),
        "status bar",
        (task) => this.#ask({ allowed, unattended: true }, task, run),
        either,
      );
      run.end(outcome);
      return outcome;
    } catch (error) {
      run.fail(error);
      throw error;
    } finally {
      this.#progressed.fire();
    }
  }

  dispose(): void {
    this.runs.dispose();
    this.#begun.dispose();
    this.#progressed.dispose();
  }

  async #requireTenants(requests: readonly CollectRequest[], leads: boolean): Promise<readonly TenantSettings[]> {
    const tenants = await this.#parts.lake.listTenants({});
    if (tenants.length === 0) {
      if (leads) {
        this.#parts.leadToTenants();
        throw new CancelledError();
      }
      throw new TenantTrailError("no-tenant", t("No tenant is collected into this lake. Add one, then collect."));
    }
    const strange = requests.find(
      ({ tenantId }) => tenantId !== undefined && !tenants.some((tenant) => tenant.tenantId === tenantId.toLowerCase()),
    );
    if (strange?.tenantId !== undefined) {
      throw new TenantTrailError(
        "no-tenant",
        t("The tenant {0} is not collected into this lake. Add it, then collect.", onOneLine(strange.tenantId)),
      );
    }
    return tenants;
  }

  async #start(
    requests: readonly CollectRequest[],
    tenants: readonly TenantSettings[],
    lake: Connection,
    allowed: Allowance,
  ): Promise<CollectOutcome> {
    this.#begun.fire();
    const run = this.runs.begin(
      lake,
      tenants.map(({ tenantId }) => tenantId),
      requests.every(isWhole),
    );
    const work = async (task: TaskControl): Promise<CollectOutcome> => {
      const outcomes: CollectOutcome[] = [];
      for (const request of requests) {
        run.beginRequest();
        outcomes.push(await this.#ask({ ...request, allowed }, task, run));
      }
      return joinOutcomes(outcomes);
    };
    try {
      const outcome = await this.#parts.tasks.run(titleOf(tenants), "notification", work, run.signal);
      run.end(outcome);
      void this.#tell(outcome);
      return outcome;
    } catch (error) {
      run.fail(error);
      if (error instanceof CancelledError) tellCancelled(run.added);
      throw error;
    } finally {
      await this.#parts.connections.reloadIfEmpty();
      this.#progressed.fire();
    }
  }

  #ask(request: CollectRequest, { signal, report }: TaskControl, run: FollowedRun): Promise<CollectOutcome> {
    let toldAt = 0;
    let added = 0;
    return this.#parts.lake.collect(request, {
      signal,
      onProgress: (progress) => {
        run.progress(progress);
        const now = Date.now();
        const { detail, part } = collectProgressWords(
          progress,
          new Date(now).toISOString().slice(0, 10),
          run.elapsedMs,
        );
        report(detail, part);
        if (progress.added === added || now - toldAt < liveMs) return;
        toldAt = now;
        added = progress.added;
        this.#progressed.fire();
      },
    });
  }

  async #tell(outcome: CollectOutcome): Promise<void> {
    const details = t("Show details");
    const openRejects = t("Open rejected records");
    const { rejectedFile } = outcome;
    const kind = collectNeedsLook(outcome) ? "warning" : "information";
    const buttons = [details, ...(rejectedFile === undefined ? [] : [openRejects])];
    const chosen = await tell(kind, collectSummary(outcome), buttons);
    if (chosen === details) await this.#parts.outcomes.open(t("Collection"), collectDetails(outcome));
    if (chosen === openRejects && rejectedFile !== undefined) await window.showTextDocument(toUri(rejectedFile));
  }
}

function tellCancelled(added: number): void {
  const kept =
    added === 0 ? "" : countOf(added, t(" {0} row was added and stays."), t(" {0} rows were added and stay."));
  void tell("information", t("The collection was cancelled.{0} What was not read is read by the next one.", kept));
}

/** Whether a request asks for all that is due of its tenants. */
function isWhole({ tables, from, to, filter }: CollectRequest): boolean {
  return tables === undefined && from === undefined && to === undefined && filter === undefined;
}

function tenantsOf(requests: readonly CollectRequest[], tenants: readonly TenantSettings[]): readonly TenantSettings[] {
  const wanted = new Set(requests.map(({ tenantId }) => tenantId?.toLowerCase()));
  return tenants.filter(({ tenantId }) => wanted.has(undefined) || wanted.has(tenantId));
}

type Allowance = NonNullable<CollectRequest["allowed"]>;

function allowanceOf(root: string, tenants: readonly TenantSettings[]): Allowance {
  return { root, tenantIds: tenants.map(({ tenantId }) => tenantId) };
}

function titleOf([only, another]: readonly TenantSettings[]): string {
  return only === undefined || another !== undefined ? t("Collecting") : t("Collecting {0}", onOneLine(only.name));
}

/** The request without fields that the caller gave as `undefined`. */
function dropAbsent(given: CollectArguments): CollectRequest {
  const { tenantId, tables, from, to, filter, maxMinutes } = given;
  const { users, ipAddresses, apps } = filter ?? {};
  return {
    ...(tenantId !== undefined && { tenantId }),
    ...(tables !== undefined && { tables }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(filter !== undefined && {
      filter: {
        ...(users !== undefined && { users }),
        ...(ipAddresses !== undefined && { ipAddresses }),
        ...(apps !== undefined && { apps }),
      },
    }),
    ...(maxMinutes !== undefined && { maxMinutes }),
  };
}
