import type { SimulatedAnswer, SimulatedRequest } from "./answer.ts";
import type { SimulatedMicrosoft } from "./microsoft.ts";
import { WholeResponse } from "./whole-response.ts";

const stallMs = 86_400_000;

/**
 * The simulated Microsoft as a `fetch` that takes virtual time only. Like the real one it rejects with TypeError
 * `fetch failed` when a connection is reset, with TypeError `terminated` while a cut body is read, and with the
 * signal's reason when that is aborted.
 */
export function fetchOf(microsoft: SimulatedMicrosoft): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const outcome = microsoft.respond(await readRequest(input, init));
    const wait = (ms: number): Promise<void> => sleepUntil(microsoft, ms, signal);
    if (outcome.kind === "answer") {
      await wait(microsoft.latency(outcome.answer));
      return toResponse(outcome.answer);
    }
    await wait(outcome.kind === "stall" ? stallMs : 50);
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
  };
}

async function readRequest(input: RequestInfo | URL, init: RequestInit | undefined): Promise<SimulatedRequest> {
  const given = input instanceof Request ? input : undefined;
  const text = typeof init?.body === "string" ? init.body : init?.body instanceof URLSearchParams ? `${init.body}` : "";
  return {
    method: (init?.method ?? given?.method ?? "GET").toUpperCase(),
    url: new URL(given?.url ?? String(input)),
    headers: new Headers(init?.headers ?? given?.headers),
    body: init?.body === undefined && given !== undefined ? await given.text() : text,
  };
}

async function sleepUntil(
  microsoft: SimulatedMicrosoft,
  ms: number,
  signal: AbortSignal | null | undefined,
): Promise<void> {
  try {
    await microsoft.clock.sleep(ms, signal ?? undefined);
  } catch (error) {
    // What a real fetch throws is the signal's reason.
    signal?.throwIfAborted();
    throw error;
  }
}

function toResponse({ status, headers, body, cutAt }: SimulatedAnswer): Response {
  if (status === 204) return new Response(null, { status, headers });
  if (cutAt === undefined) return new WholeResponse(body, { status, headers });
  const begun = new TextEncoder().encode(body.slice(0, cutAt));
  let isSent = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(new TypeError("terminated", { cause: new Error("other side closed") }));
      else controller.enqueue(begun);
      isSent = true;
    },
  });
  return new Response(stream, { status, headers });
}
