import type { Clock } from "../../../src/collector/clock.ts";
import type { LimitName } from "../../../src/collector/microsoft/microsoft.ts";
import { Random } from "../../../src/sample-tenant/random.ts";
import type { Outcome, SimulatedAnswer, SimulatedRequest } from "./answer.ts";
import { AuditSearches, searchLimit, searchPath } from "./graph/audit-search.ts";
import { collectionAt, type GraphCollection } from "./graph/graph-collections.ts";
import { GraphError, graphErrorAnswer, invalidToken, missingPermission, noSuchSegment } from "./graph/graph-error.ts";
import { listPage } from "./graph/graph-list.ts";
import type { ListContext } from "./graph/list-context.ts";
import { historyAnswer, historyPath, historyPermission } from "./graph/risk-history.ts";
import { type AccessToken, AccessTokens, type Audience, allPermissions } from "./login/access-tokens.ts";
import { type AppRegistration, sampleApp } from "./login/app-registration.ts";
import { Login, loginPath } from "./login/login.ts";
import { answerManagement, feedPath, operationOf, publisherOf } from "./management/management.ts";
import { ManagementError, managementErrorAnswer, tooManyRequests } from "./management/management-error.ts";
import { answerMood, brokenBody } from "./moods/body-moods.ts";
import { calm, Dice, type Moods } from "./moods/moods.ts";
import { WithheldRows } from "./moods/withheld.ts";
import type { SimulatedTenant } from "./tenant/tenant.ts";
import { type LimitUsage, Throttle } from "./throttle.ts";

/** How `Retry-After` is written: in seconds, as an HTTP date, not at all, or any of them. */
export type RetryAfterForm = "seconds" | "date" | "absent" | "any";

export interface MicrosoftOptions {
  /** Default: calm. */
  readonly moods?: Moods;
  /** From here on Microsoft is calm, milliseconds since 1970; default never. */
  readonly moodsUntilMs?: number;
  /** Default: the tenant's. */
  readonly seed?: number;
  /** Of the reports' 429; risk never has it (graph.md §2.5). Default seconds. */
  readonly retryAfter?: RetryAfterForm;
  /** Default: all that the collector asks for. */
  readonly permissions?: ReadonlySet<string>;
  /** What an answer takes in virtual time, milliseconds; default 200 and 0.1 for each record. */
  readonly latency?: { readonly baseMs: number; readonly perRowMs: number };
  /** Who may sign in; default the sample app. */
  readonly app?: AppRegistration;
  /** Content descriptors on one page; default 50. */
  readonly contentPageSize?: number;
  /** No page of Graph has more records, whatever is asked for; default as documented. */
  readonly mostRows?: number;
  /** An audit search gives no more records and succeeds all the same; default as documented. */
  readonly mostSearched?: number;
}

const collectionPath = /^\/(v1\.0|beta)(\/.*)$/;

/** The APIs of one tenant: Graph and Management Activity. Both faces ask it; it answers at once, in virtual time. */
export class SimulatedMicrosoft {
  readonly tenant: SimulatedTenant;
  readonly clock: Clock;
  readonly tokens = new AccessTokens();
  readonly withheld = new WithheldRows();
  readonly permissions: ReadonlySet<string>;
  readonly #throttles: Readonly<Record<LimitName, Throttle>> = {
    reports: new Throttle("reports"),
    risk: new Throttle("risk"),
    management: new Throttle("management"),
    "audit-search": new Throttle("audit-search"),
  };
  readonly #dice: Dice;
  readonly #ids: Random;
  readonly #options: MicrosoftOptions;
  readonly #searches: AuditSearches;
  readonly #login: Login;

  constructor(tenant: SimulatedTenant, clock: Clock, options: MicrosoftOptions = {}) {
    const { moods = calm, moodsUntilMs = Number.POSITIVE_INFINITY, seed = tenant.seed } = options;
    this.tenant = tenant;
    this.clock = clock;
    this.permissions = options.permissions ?? allPermissions;
    this.#options = options;
    this.#dice = new Dice(seed, moods, moodsUntilMs);
    this.#ids = Random.of(seed, 1, 0, 105);
    this.#searches = new AuditSearches(seed);
    const { app = sampleApp } = options;
    this.#login = new Login({
      tenantId: tenant.tenantId,
      app,
      tokens: this.tokens,
      permissions: this.permissions,
      seed,
    });
  }

  /** A token that opens an API for an hour, as the sign-in would give; for tests that do not sign in. */
  token(audience: Audience, lifeMs = 3_600_000): string {
    const { tenantId } = this.tenant;
    const nowMs = this.clock.now();
    const isShort = this.#dice.falls("tokenShort", nowMs);
    const expiresMs = nowMs + (isShort ? Math.min(lifeMs, this.#dice.random.between(60_000, 600_000)) : lifeMs);
    return this.tokens.issue({ audience, tenantId, expiresMs, permissions: this.permissions });
  }

  /** How a limit was used, for the share of the allowance that was used and the requests that were wasted. */
  usage(limit: LimitName): LimitUsage {
    return this.#throttles[limit].usage();
  }

  /** When each audit search was started, milliseconds since 1970, in their order. */
  get searchStarts(): readonly number[] {
    return this.#searches.starts;
  }

  /** How often something went wrong so far that could end the reading of a window. */
  get troubles(): number {
    return this.#dice.troubles;
  }

  /** Whether Microsoft itself cannot read a record, so that no page with it is ever made. */
  isUnreadable(key: string): boolean {
    return this.#dice.isMarked("poison", key);
  }

  /** How long an answer takes, milliseconds. */
  latency(answer: SimulatedAnswer): number {
    const { baseMs, perRowMs } = this.#options.latency ?? { baseMs: 200, perRowMs: 0.1 };
    return baseMs + perRowMs * answer.rows;
  }

  /** What becomes of a request that arrives now. */
  respond(request: SimulatedRequest): Outcome {
    const nowMs = this.clock.now();
    const requestId = this.#ids.uuid();
    const outcome = this.#outcome(request, nowMs, requestId);
    if (outcome.kind !== "answer") return outcome;
    const { answer } = outcome;
    const isDead = this.#dice.falls("deadDate", nowMs);
    const date = isDead ? "Mon, 01 Jan 1990 00:00:00 GMT" : new Date(nowMs).toUTCString();
    const own = {
      date,
      "request-id": requestId,
      "client-request-id": request.headers.get("client-request-id") ?? requestId,
    };
    return { kind: "answer", answer: { ...answer, headers: { ...answer.headers, ...own } } };
  }

  #outcome(request: SimulatedRequest, nowMs: number, requestId: string): Outcome {
    const { pathname } = request.url;
    if (feedPath.test(pathname)) return this.#management(request, nowMs);
    if (!loginPath.test(pathname)) return this.#graph(request, nowMs, requestId);
    return answerMood(this.#dice, nowMs) ?? { kind: "answer", answer: this.#login.answer(request, nowMs) };
  }

  #graph(request: SimulatedRequest, nowMs: number, requestId: string): Outcome {
    const [, version = "", path = ""] = collectionPath.exec(request.url.pathname) ?? [];
    const collection = collectionAt(version, path);
    const limit =
      collection?.limit ?? (searchPath.test(path) ? "audit-search" : historyPath.test(path) ? "risk" : "reports");
    const refuse = (error: GraphError, headers: Readonly<Record<string, string>> = {}): Outcome => ({
      kind: "answer",
      answer: graphErrorAnswer(error, nowMs, requestId, headers),
    });
    const waitMs = this.#refusal(limit, nowMs);
    if (waitMs !== undefined) {
      const message = `This request is throttled. Please try again after the value specified in the Retry-After header. CorrelationId: ${requestId}`;
      return refuse(new GraphError(429, "UnknownError", message), this.#retryAfter(limit, nowMs, waitMs));
    }
    const mood = answerMood(this.#dice, nowMs);
    if (mood !== undefined) return mood;
    try {
      const token = this.#open(request, "graph", nowMs);
      const answer =
        collection === undefined
          ? this.#other(request, version, path, token, nowMs)
          : this.#list(collection, version, request, token, nowMs);
      return { kind: "answer", answer: brokenBody(answer, this.#dice, nowMs) };
    } catch (error) {
      if (error instanceof GraphError) return refuse(error);
      throw error;
    }
  }

  #list(
    collection: GraphCollection,
    version: string,
    { url }: SimulatedRequest,
    token: AccessToken,
    nowMs: number,
  ): SimulatedAnswer {
    if (!token.permissions.has(collection.permission)) throw missingPermission(collection.permission);
    const showsPolicies = [
      "Policy.Read.All",
      "Policy.Read.ConditionalAccess",
      "Policy.ReadWrite.ConditionalAccess",
    ].some((name) => token.permissions.has(name));
    return listPage(collection, url, this.#listContext(version, showsPolicies, nowMs));
  }

  #listContext(version: string, showsPolicies: boolean, nowMs: number): ListContext {
    const { tenant, withheld } = this;
    const { mostRows = Number.POSITIVE_INFINITY, mostSearched = searchLimit } = this.#options;
    return { tenant, dice: this.#dice, withheld, nowMs, version, showsPolicies, mostRows, mostSearched };
  }

  #other(request: SimulatedRequest, version: string, path: string, token: AccessToken, nowMs: number): SimulatedAnswer {
    if (historyPath.test(path)) {
      if (!token.permissions.has(historyPermission(path))) throw missingPermission(historyPermission(path));
      return historyAnswer(this.tenant, path, nowMs);
    }
    if (!searchPath.test(path)) throw noSuchSegment(path.split("/").at(-1) ?? path);
    if (!token.permissions.has("AuditLogsQuery.Read.All")) throw missingPermission("AuditLogsQuery.Read.All");
    return this.#searches.answer(request, path, this.#listContext(version, true, nowMs));
  }

  #management(request: SimulatedRequest, nowMs: number): Outcome {
    const { url, method } = request;
    const refuse = (error: ManagementError): Outcome => ({ kind: "answer", answer: managementErrorAnswer(error) });
    const path = feedPath.exec(url.pathname)?.[2] ?? "";
    if (this.#refusal("management", nowMs) !== undefined)
      return refuse(tooManyRequests(operationOf(path), publisherOf(url)));
    const mood = answerMood(this.#dice, nowMs);
    if (mood !== undefined) return mood;
    const { tenant, withheld } = this;
    try {
      const token = this.#open(request, "management", nowMs);
      if (!token.permissions.has("ActivityFeed.Read")) {
        const message =
          "The permission set (ServiceHealth.Read) sent in the request did not include the expected permission ActivityFeed.Read.";
        throw new ManagementError(403, "AF10001", message);
      }
      const pageSize = this.#options.contentPageSize ?? 50;
      const answer = answerManagement(method, url, { tenant, dice: this.#dice, withheld, nowMs, pageSize });
      if (path === "subscriptions/start" && this.#dice.falls("startUnanswered", nowMs)) return { kind: "reset" };
      return { kind: "answer", answer: brokenBody(answer, this.#dice, nowMs) };
    } catch (error) {
      if (error instanceof ManagementError) return refuse(error);
      if (error instanceof GraphError) return refuse(new ManagementError(401, "AF10000", error.message));
      throw error;
    }
  }

  /** Undefined when the request may go on, otherwise how long to wait, milliseconds. */
  #refusal(limit: LimitName, nowMs: number): number | undefined {
    const throttle = this.#throttles[limit];
    const waitMs = throttle.take(nowMs);
    if (waitMs !== undefined || !this.#dice.falls("throttle", nowMs)) return waitMs;
    const forMs = this.#dice.random.between(2_000, 40_000);
    throttle.block(nowMs, forMs);
    return forMs;
  }

  #retryAfter(limit: LimitName, nowMs: number, waitMs: number): Readonly<Record<string, string>> {
    const { retryAfter = "seconds" } = this.#options;
    const form = retryAfter === "any" ? this.#dice.random.pick(["seconds", "date", "absent"] as const) : retryAfter;
    if (limit === "risk" || form === "absent") return {};
    const untilMs = Math.ceil((nowMs + waitMs) / 1000) * 1000;
    return { "retry-after": form === "date" ? new Date(untilMs).toUTCString() : String(Math.ceil(waitMs / 1000)) };
  }

  /** @throws GraphError 401 without a valid token for this API. */
  #open({ headers }: SimulatedRequest, audience: Audience, nowMs: number): AccessToken {
    const authorization = headers.get("authorization");
    if (this.#dice.falls("tokenExpired", nowMs)) this.tokens.revoke(authorization);
    const token = this.tokens.open(authorization, nowMs);
    if (token === undefined) throw invalidToken("Lifetime validation failed, the token is expired.");
    if (token.audience !== audience) throw invalidToken("Access token validation failure. Invalid audience.");
    return token;
  }
}
