import { once } from "node:events";
import { Agent, createServer } from "node:http";
import { forward, type Upstream } from "./forward.ts";

/** One address for all of AWS. */
export interface Gateway {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Listens on a free loopback port, and passes requests on to MiniStack. */
export async function startGateway(miniStackPort: number): Promise<Gateway> {
  const upstream: Upstream = { port: miniStackPort, agent: new Agent({ keepAlive: true }) };
  const server = createServer((from, to) => forward(upstream, from, to));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gateway got no port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      upstream.agent.destroy();
      await once(server, "close");
    },
  };
}
