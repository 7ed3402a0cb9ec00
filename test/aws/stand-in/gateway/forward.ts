import { type Agent, type IncomingMessage, request, type ServerResponse } from "node:http";

/** Where requests that the gateway does not answer itself go. */
export interface Upstream {
  readonly port: number;
  readonly agent: Agent;
}

/**
 * Passes a request on unchanged, headers and all, so that its signature still holds, and streams the answer back. The
 * stand-in is told that the request came over TLS, as it would to AWS: a policy that demands TLS is then kept.
 *
 * @param body what was read of the request already; without it, the request is streamed.
 */
export function forward(upstream: Upstream, from: IncomingMessage, to: ServerResponse, body?: Buffer): void {
  const passed = request(
    {
      host: "127.0.0.1",
      port: upstream.port,
      agent: upstream.agent,
      method: from.method,
      path: from.url,
      headers: [...passedHeaders(from.rawHeaders), "X-Forwarded-Proto", "https"],
      setHost: false,
    },
    (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedHeaders(answer.rawHeaders));
      answer.pipe(to);
      answer.once("error", () => to.destroy());
    },
  );
  // A client that sees its connection cut tries again, as it would with AWS.
  passed.once("error", () => to.destroy());
  to.once("close", () => passed.destroy());
  if (body === undefined) from.pipe(passed);
  else passed.end(body);
}

/** Headers for the next hop, in order and with repetitions; what belongs to one connection only stays behind. */
function passedHeaders(raw: readonly string[]): string[] {
  const passed: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const [name, value] = [raw[index] ?? "", raw[index + 1] ?? ""];
    if (!ofOneConnection.has(name.toLowerCase())) passed.push(name, value);
  }
  return passed;
}

const ofOneConnection = new Set(["connection", "keep-alive", "expect", "x-forwarded-proto"]);
