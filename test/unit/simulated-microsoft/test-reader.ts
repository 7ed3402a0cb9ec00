import type { JsonRecord } from "../../../src/base/json-record.ts";
import type { Clock } from "../../../src/collector/clock.ts";
import { throwIfCancelled } from "../../../src/protocol/errors.ts";
import { fetchOf } from "../../simulation/microsoft/fetch-face.ts";
import { type MicrosoftOptions, SimulatedMicrosoft } from "../../simulation/microsoft/microsoft.ts";
import type { SimulatedTenant } from "../../simulation/microsoft/tenant/tenant.ts";

export const day = 86_400_000;
export const hour = 3_600_000;

/** Time that passes by sleeping only, for a single sleeper. */
export class SteppingClock implements Clock {
  nowMs: number;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  now(): number {
    return this.nowMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.nowMs += ms;
  }
}

export interface Received {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly headers: Headers;
}

/** A simulated Microsoft with a clock, and ways to ask it. */
export class TestReader {
  readonly microsoft: SimulatedMicrosoft;
  readonly clock: SteppingClock;
  readonly #fetch: typeof fetch;

  /** Slow enough by default that no documented limit is met. */
  constructor(tenant: SimulatedTenant, nowMs: number, options: MicrosoftOptions = {}) {
    this.clock = new SteppingClock(nowMs);
    this.microsoft = new SimulatedMicrosoft(tenant, this.clock, { latency: { baseMs: 2000, perRowMs: 0 }, ...options });
    this.#fetch = fetchOf(this.microsoft);
  }

  async get(address: string, init: RequestInit = {}): Promise<Received> {
    const audience = address.includes("/activity/feed/") ? "management" : "graph";
    const host = audience === "graph" ? "https://graph.microsoft.com" : "https://manage.office.com";
    const headers = { authorization: `Bearer ${this.microsoft.token(audience)}` };
    const response = await this.#fetch(new URL(address, host), { headers, ...init });
    const text = await response.text();
    return { status: response.status, text, json: text === "" ? undefined : parsed(text), headers: response.headers };
  }

  post(address: string, body = ""): Promise<Received> {
    const audience = address.includes("/activity/feed/") ? "management" : "graph";
    const headers = { authorization: `Bearer ${this.microsoft.token(audience)}` };
    return this.get(address, { method: "POST", body, headers });
  }

  /** All records of a query's pages in the order they came, and how many pages there were. */
  async readAll(address: string): Promise<{ records: JsonRecord[]; pages: number }> {
    const records: JsonRecord[] = [];
    let next: string | undefined = address;
    let pages = 0;
    while (next !== undefined) {
      const answer = await this.get(next);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      const page = answer.json as { value: JsonRecord[]; "@odata.nextLink"?: string };
      records.push(...page.value);
      next = page["@odata.nextLink"];
      pages += 1;
    }
    return { records, pages };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The `error` of Microsoft's envelopes. */
export function errorOf({ json }: Received): { readonly code: string; readonly message: string } {
  return (json as { error: { code: string; message: string } }).error;
}

/** A `$filter` that asks for a window of an axis, both ends included. */
export function windowFilter(property: string, fromMs: number, toMs: number): string {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  return `${property} ge ${from} and ${property} le ${to}`;
}

export function graphAddress(path: string, filter?: string, rest = ""): string {
  const query = filter === undefined ? "" : `$filter=${encodeURIComponent(filter)}`;
  return `${path}?${[query, rest].filter((part) => part !== "").join("&")}`;
}
