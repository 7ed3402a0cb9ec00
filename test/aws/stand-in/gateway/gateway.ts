import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Athena } from "./athena/athena.ts";
import { forward, type Upstream } from "./forward.ts";

/** One address for all of AWS. */
export interface Gateway {
  readonly endpoint: string;
  /** Undefined without a Trino. */
  readonly athena: Athena | undefined;
  stop(): Promise<void>;
}

/**
 * Listens on a free loopback port. What it does not answer itself it passes on to MiniStack.
 *
 * @param trino the address of a Trino, which answers Athena's queries.
 */
export async function startGateway(miniStackPort: number, trino: string | undefined): Promise<Gateway> {
  const upstream: Upstream = { port: miniStackPort, agent: new Agent({ keepAlive: true }) };
  const athena = trino === undefined ? undefined : new Athena(trino, upstream);
  const server = createServer((from, to) => answer(from, to, upstream, athena));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gateway got no port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    athena,
    stop: async () => {
      await athena?.stop();
      server.close();
      server.closeAllConnections();
      upstream.agent.destroy();
      await once(server, "close");
    },
  };
}

function answer(from: IncomingMessage, to: ServerResponse, upstream: Upstream, athena: Athena | undefined): void {
  const operation = athena?.operationOf(from);
  if (athena === undefined || operation === undefined) forward(upstream, from, to);
  else athena.answer(operation, from, to).catch(() => to.destroy());
}
