import type { CloudName } from "../../protocol/collector.ts";
import type { JsonBody } from "./body/json-body.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { TenantPlans } from "./tenant-plans.ts";

/**
 * Microsoft's limits that have an allowance of their own (graph.md §2.5, §3.1): the reports 5 requests in 10 s for an
 * app in a tenant, risk 1 a second for a tenant, the Management Activity API 2,000 a minute for a tenant.
 */
export type LimitName = "reports" | "risk" | "management" | "audit-search";

/** What a request is for, so that a refusal can be explained. */
export interface Purpose {
  /** What is read, for example `directory audits`. */
  readonly label: string;
  /** The API permission it needs, for example `AuditLog.Read.All`. */
  readonly permission: string;
  /** The licence it needs; undefined when none. */
  readonly licence?: string;
  /** Where the window that is asked for begins, milliseconds since 1970. */
  readonly fromMs?: number;
}

export interface ApiRequest {
  readonly api: "graph" | "management";
  readonly limit: LimitName;
  readonly purpose: Purpose;
  readonly method?: "GET" | "POST";
  /** A path below the API's root (`/beta/auditLogs/signIns?…`), or a whole address of the API's own host. */
  readonly url: string;
  /** JSON. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer must hold a list: without one it counts as damaged. */
  readonly list?: true;
  /** Being told to slow down is an answer, and failures are tried again only twice, soon. */
  readonly quick?: true;
  /** Being told to wait longer is an answer, milliseconds; default never. */
  readonly longestWaitMs?: number;
  /** Callers of one limit take turns; default the purpose's label. */
  readonly caller?: string;
  /**
   * Called before each attempt is sent, repeats included, when its turn has come: for what must be kept before Microsoft
   * hears of it. What it throws ends the request.
   */
  readonly beforeSending?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** A 2xx answer, read to its end; its body is whole. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: JsonBody;
  readonly headers: Headers;
  /** The answer's `Date`, milliseconds since 1970; by our own clock, less its known error, when it has none to believe. */
  readonly observedMs: number;
  /** Microsoft's `request-id`, or one of ours. */
  readonly requestId: string;
}

/** Sums since the tenant was opened. */
export interface Usage {
  readonly requests: number;
  /** Answers that said to slow down. */
  readonly throttled: number;
  readonly throttledMs: number;
}

/** A tenant's APIs: authorised, paced, retried. */
export interface Microsoft {
  readonly tenantId: string;
  readonly cloud: CloudName;
  /** What is known of the tenant's subscriptions to content. */
  readonly subscriptions: Subscriptions;
  readonly plans: TenantPlans;
  /**
   * Sends a request until it is answered or fails for good.
   * @throws CollectError; CancelledError. A whole address of another host fails before any token is sent.
   */
  send(request: ApiRequest): Promise<ApiAnswer>;
  usage(): Usage;
  /** Our clock minus the server's in milliseconds, of the newest answer; 0 before the first. */
  clockError(): number;
  /** The newest `Date` of an answer that was too far from our clock to be believed, ISO 8601. */
  strangeDate(): string | undefined;
  /** ISO 8601, while a limit is waiting because it was told to. */
  waitingUntil(): string | undefined;
  /** Calls `listener` whenever a limit begins to wait or waits longer; answers how to end that. */
  whenHeldBack(listener: () => void): () => void;
}
