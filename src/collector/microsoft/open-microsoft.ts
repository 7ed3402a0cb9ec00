import { Client, type Middleware, ResponseType } from "@microsoft/microsoft-graph-client";
import type { CloudName } from "../../protocol/collector.ts";
import type { RequestLine } from "../../protocol/service/request-line.ts";
import type { Clock } from "../clock.ts";
import type { Servers } from "../clouds.ts";
import type { TokenSource } from "../sign-in/token-source.ts";
import { Authorising } from "./chain/authorising.ts";
import { Exchange, type ExchangeOptions, exchangeOf } from "./chain/exchange.ts";
import { Judging } from "./chain/judging.ts";
import { requireOwnHost } from "./chain/own-host.ts";
import { Pacing } from "./chain/pacing.ts";
import { Redirecting } from "./chain/redirecting.ts";
import { Retrying } from "./chain/retrying.ts";
import { type Fetch, Sending } from "./chain/sending.ts";
import { ServerClock } from "./chain/server-clock.ts";
import { Telling } from "./chain/telling.ts";
import type { Pacer } from "./limits/pacer.ts";
import type { Pacers } from "./limits/pacers.ts";
import { UsageCounter } from "./limits/usage-counter.ts";
import type { ApiAnswer, ApiRequest, LimitName, Microsoft, Usage } from "./microsoft.ts";
import { Subscriptions } from "./subscriptions.ts";
import { TenantPlans } from "./tenant-plans.ts";

export interface MicrosoftOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: CloudName;
  readonly servers: Servers;
  readonly tokens: TokenSource;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly pacers: Pacers;
  /** An answer must be read to its end in this time, by the clock; default 100 s. */
  readonly deadlineMs?: number;
  /** Hears of every request that was sent, once it is answered or has failed. */
  readonly onRequest?: (line: RequestLine) => void;
}

/** Opens a tenant's APIs. */
export function openMicrosoft(options: MicrosoftOptions): Microsoft {
  return new OpenMicrosoft(options);
}

/** The Graph client turns whatever a chain throws into an error of its own, so the chain's is kept aside. */
function keepingFailures(chain: Middleware): Middleware {
  return {
    execute: async (context) => {
      try {
        await chain.execute(context);
      } catch (error) {
        exchangeOf(context).failure = error;
        throw error;
      }
    },
  };
}

const limitNames: readonly LimitName[] = ["reports", "risk", "management", "audit-search"];

class OpenMicrosoft implements Microsoft {
  readonly tenantId: string;
  readonly cloud: CloudName;
  readonly subscriptions = new Subscriptions();
  readonly plans = new TenantPlans();
  readonly #options: MicrosoftOptions;
  readonly #usage = new UsageCounter();
  readonly #heldBack = new Set<() => void>();
  readonly #clock = new ServerClock();
  readonly #chain: Middleware;
  readonly #graph: Client;

  constructor(options: MicrosoftOptions) {
    const { tokens, servers, fetch, clock, random, deadlineMs = 100_000 } = options;
    this.tenantId = options.tenantId;
    this.cloud = options.cloud;
    this.#options = options;
    const sending = new Sending(fetch, clock, deadlineMs);
    const judging = new Judging(sending, this.#clock);
    const onHeldBack = (): void => {
      for (const listener of this.#heldBack) listener();
    };
    const pacing = new Pacing(judging, ({ limit }) => this.#pacer(limit), this.#usage, onHeldBack);
    const { tenantId, onRequest } = options;
    const telling = onRequest ? new Telling(pacing, clock, (line) => onRequest({ tenantId, ...line })) : pacing;
    // The token is fetched first, because that time must not lie between a turn and its request.
    this.#chain = new Retrying(new Redirecting(new Authorising(telling, tokens, servers)), clock, random);
    this.#graph = Client.initWithMiddleware({ middleware: keepingFailures(this.#chain), baseUrl: servers.graph });
  }

  async send(request: ApiRequest): Promise<ApiAnswer> {
    const { servers } = this.#options;
    const address = requireOwnHost(request.url, servers, request.api);
    const exchange = new Exchange(request, address.href, this.#newId());
    const headers = {
      accept: "application/json",
      "client-request-id": exchange.requestId,
      "user-agent": "TenantTrail",
      ...request.headers,
    };
    if (request.api === "graph") await this.#sendGraph(exchange, headers);
    else await this.#sendManagement(exchange, headers);
    if (exchange.answer === undefined) throw new TypeError("a request without an answer");
    return exchange.answer;
  }

  usage(): Usage {
    return this.#usage.sums();
  }

  clockError(): number {
    return this.#clock.errorMs;
  }

  strangeDate(): string | undefined {
    const { strangeMs } = this.#clock;
    return strangeMs === undefined ? undefined : new Date(strangeMs).toISOString();
  }

  waitingUntil(): string | undefined {
    const waits = limitNames.flatMap((limit) => this.#pacer(limit).waitingUntilMs() ?? []);
    return waits.length === 0 ? undefined : new Date(Math.max(...waits)).toISOString();
  }

  whenHeldBack(listener: () => void): () => void {
    this.#heldBack.add(listener);
    return () => this.#heldBack.delete(listener);
  }

  async #sendGraph(exchange: Exchange, headers: Readonly<Record<string, string>>): Promise<void> {
    const { request, url } = exchange;
    const call = this.#graph
      .api(url)
      .headers({ ...headers, prefer: "include-unknown-enum-members" })
      .option("exchange", exchange)
      .responseType(ResponseType.RAW);
    try {
      await (request.method === "POST" ? call.post(request.body ?? "") : call.get());
    } catch (error) {
      throw exchange.failure ?? error;
    }
  }

  async #sendManagement(exchange: Exchange, headers: Readonly<Record<string, string>>): Promise<void> {
    const { method = "GET", body } = exchange.request;
    const options: ExchangeOptions = { method, headers, ...(body !== undefined && { body }), exchange };
    await this.#chain.execute({ request: exchange.url, options });
  }

  #pacer(limit: LimitName): Pacer {
    const { pacers, tenantId, clientId } = this.#options;
    return pacers.of(tenantId, clientId, limit);
  }

  /** A GUID, version 4. */
  #newId(): string {
    const word = () =>
      Math.floor(this.#options.random() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    const digits = word() + word() + word() + word();
    const variant = "89ab"[Number.parseInt(digits.charAt(16), 16) % 4];
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `${variant}${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join("-");
  }
}
