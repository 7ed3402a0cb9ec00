import { serversOf } from "../../../../src/collector/clouds.ts";
import { Pacers } from "../../../../src/collector/microsoft/limits/pacers.ts";
import type { Microsoft } from "../../../../src/collector/microsoft/microsoft.ts";
import { openMicrosoft } from "../../../../src/collector/microsoft/open-microsoft.ts";
import type { TokenOptions } from "../../../../src/collector/sign-in/token-source.ts";
import type { CloudName } from "../../../../src/protocol/collector.ts";
import type { RequestLine } from "../../../../src/protocol/service/request-line.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const tenantId = "11111111-2222-3333-4444-555555555555";
export const clientId = "99999999-8888-7777-6666-555555555555";

/** A request as the server saw it. */
export interface Seen {
  readonly url: string;
  readonly atMs: number;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly signal: AbortSignal | undefined;
}

/** What the server does with the n-th request, counted from 0; a function without an end is a stall. */
export type Script = (seen: Seen, n: number) => Response | Promise<Response>;

export interface Scripted {
  readonly microsoft: Microsoft;
  readonly clock: VirtualClock;
  readonly seen: Seen[];
  readonly tokens: { readonly api: string; readonly refresh: boolean; readonly token: string }[];
}

export interface ScriptedOptions {
  readonly cloud?: CloudName;
  readonly clock?: VirtualClock;
  readonly pacers?: Pacers;
  /** Asked before each token; throws what signing in throws. */
  readonly signIn?: () => void;
  /** Added to our clock to give the server's. */
  readonly serverAheadMs?: number;
  /** Milliseconds that a request takes to arrive, and again as many for its answer. */
  readonly latency?: () => number;
  readonly onRequest?: (line: RequestLine) => void;
}

/** A tenant whose Microsoft follows a script, in virtual time. */
export function scripted(script: Script, options: ScriptedOptions = {}): Scripted {
  const { cloud = "global", clock = new VirtualClock(), serverAheadMs = 0, latency = () => 50 } = options;
  const seen: Seen[] = [];
  const tokens: { api: string; refresh: boolean; token: string }[] = [];
  const microsoft = openMicrosoft({
    tenantId,
    clientId,
    cloud,
    clock,
    random: () => 0.5,
    ...(options.onRequest && { onRequest: options.onRequest }),
    servers: serversOf({ cloud }),
    pacers: options.pacers ?? new Pacers(clock, () => 0.5),
    tokens: {
      token: async (api: string, { refresh = false }: TokenOptions = {}) => {
        options.signIn?.();
        const token = `secret-${api}-token-${tokens.length}`;
        tokens.push({ api, refresh, token });
        return token;
      },
    },
    fetch: async (url, init) => {
      const signal = init.signal ?? undefined;
      await clock.sleep(latency(), signal);
      const request = {
        url,
        atMs: clock.now(),
        method: init.method ?? "GET",
        signal,
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? init.body : "",
      };
      seen.push(request);
      const answer = await script(request, seen.length - 1);
      if (!answer.headers.has("date")) answer.headers.set("date", new Date(clock.now() + serverAheadMs).toUTCString());
      await clock.sleep(latency(), signal);
      return answer;
    },
  });
  return { microsoft, clock, seen, tokens };
}

/** A JSON answer. */
export function json(body: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text, { status, headers: { "content-type": "application/json", ...headers } });
}

/** An error as Graph and the Management Activity API write it. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return json({ error: { code, message, innerError: { "request-id": "r" } } }, headers, status);
}

/** The `$filter` of a request. */
export function filterOf(seen: Seen | undefined): string {
  return new URL(seen?.url ?? "https://none").searchParams.get("$filter") ?? "";
}
