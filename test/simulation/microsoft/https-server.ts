import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Endpoints } from "../../../src/protocol/collector.ts";
import type { SimulatedAnswer, SimulatedRequest } from "./answer.ts";
import type { MadeCertificate } from "./login/certificates.ts";
import type { SimulatedMicrosoft } from "./microsoft.ts";

export interface HttpsFace {
  /** Three origins, as Microsoft has, so that a token sent to the wrong one is refused. */
  readonly endpoints: Endpoints;
  stop(): Promise<void>;
}

export interface HttpsOptions {
  readonly certificate: MadeCertificate;
  /** Ports of sign-in, Graph and Management Activity; default any free ones. */
  readonly ports?: readonly [number, number, number];
  /** Called after each request. */
  readonly onRequest?: (request: SimulatedRequest, status: number | "reset" | "stall") => void;
}

const mostBodyBytes = 1024 * 1024;

/** Serves the simulated Microsoft on 127.0.0.1: real sockets, so resets, stalls and cut bodies are real too. */
export async function serveHttps(microsoft: SimulatedMicrosoft, options: HttpsOptions): Promise<HttpsFace> {
  const { certificate, ports = [0, 0, 0], onRequest } = options;
  const stopping = new AbortController();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    respond(microsoft, request, response, stopping.signal, onRequest).catch(() => request.socket.destroy());
  };
  const open = async (port: number): Promise<{ server: Server; origin: string }> => {
    const server = createServer({ key: certificate.privateKey, cert: certificate.certificate }, handle);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return { server, origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const [login, graph, management] = [await open(ports[0]), await open(ports[1]), await open(ports[2])];
  return {
    endpoints: { login: login.origin, graph: graph.origin, management: management.origin },
    stop: async () => {
      stopping.abort();
      for (const { server } of [login, graph, management]) {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      }
    },
  };
}

async function respond(
  microsoft: SimulatedMicrosoft,
  incoming: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
  onRequest: HttpsOptions["onRequest"],
): Promise<void> {
  const request = await readRequest(incoming);
  const outcome = microsoft.respond(request);
  onRequest?.(request, outcome.kind === "answer" ? outcome.answer.status : outcome.kind);
  if (outcome.kind === "stall") return;
  if (outcome.kind === "reset") {
    incoming.socket.destroy();
    return;
  }
  const { answer } = outcome;
  await sleep(microsoft.latency(answer), undefined, { signal: stopping });
  send(answer, response);
}

async function readRequest(incoming: IncomingMessage): Promise<SimulatedRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBodyBytes) throw new RangeError("The request is too big");
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  return {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", `https://${incoming.headers.host ?? "127.0.0.1"}`),
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

function send({ status, headers, body, cutAt }: SimulatedAnswer, response: ServerResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  if (cutAt === undefined) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, cutAt), () => response.destroy());
}
