import { type Agent, type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from "node:http";

/** Where requests that the gateway does not answer itself go. */
export interface Upstream {
  readonly port: number;
  readonly agent: Agent;
}

/** Headers that MiniStack believes (ministack/checked.py); nobody but the gateway may send them. */
export const checkHeader = "x-stand-in-check";
export const callerHeader = "x-stand-in-caller";

/** What `forward` changes on the way; without any of it, bytes and headers stay as they are. */
export interface Changes {
  /** What was read of the request already, or is sent instead of it. Without it, the request is streamed. */
  readonly body?: Buffer;
  readonly headers?: OutgoingHttpHeaders;
  /** Makes another body of the answer's. Without it, the answer is streamed. */
  readonly answer?: (body: Buffer) => Buffer;
}

/**
 * Passes a request on with its headers, so that its signature still holds, and streams the answer back. The stand-in
 * is told that the request came over TLS, as it would to AWS: a policy that demands TLS is then kept.
 */
export function forward(upstream: Upstream, from: IncomingMessage, to: ServerResponse, changes: Changes = {}): void {
  const passed = request(
    {
      host: "127.0.0.1",
      port: upstream.port,
      agent: upstream.agent,
      method: from.method,
      path: from.url,
      headers: passedHeaders(from.rawHeaders, { ...changes.headers, "x-forwarded-proto": "https" }, changes.body),
      setHost: false,
    },
    (answer) => {
      answer.once("error", () => to.destroy());
      if (changes.answer === undefined) {
        to.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedHeaders(answer.rawHeaders, {}));
        answer.pipe(to);
      } else void answerChanged(answer, to, changes.answer);
    },
  );
  // A client that sees its connection cut tries again, as it would with AWS.
  passed.once("error", () => to.destroy());
  to.once("close", () => passed.destroy());
  if (changes.body === undefined) from.pipe(passed);
  else passed.end(changes.body);
}

/** Reads a request's or an answer's body to its end. */
export async function readAll(from: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part);
  return Buffer.concat(parts);
}

async function answerChanged(answer: IncomingMessage, to: ServerResponse, change: (body: Buffer) => Buffer) {
  try {
    const body = change(await readAll(answer));
    to.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedHeaders(answer.rawHeaders, {}, body));
    to.end(body);
  } catch {
    to.destroy();
  }
}

const ofOneConnection = new Set(["connection", "keep-alive", "expect", checkHeader, callerHeader]);

/** Headers for the next hop, in order and with repetitions; what belongs to one connection only stays behind. */
function passedHeaders(raw: readonly string[], own: OutgoingHttpHeaders, body?: Buffer): string[] {
  const dropped = new Set([...ofOneConnection, ...Object.keys(own)]);
  if (body !== undefined) for (const name of ["content-length", "transfer-encoding"]) dropped.add(name);
  const passed: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const [name, value] = [raw[index] ?? "", raw[index + 1] ?? ""];
    if (!dropped.has(name.toLowerCase())) passed.push(name, value);
  }
  for (const [name, value] of Object.entries(own)) passed.push(name, String(value));
  if (body !== undefined) passed.push("content-length", String(body.length));
  return passed;
}
