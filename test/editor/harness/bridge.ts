import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { BridgeReply, BridgeRequest } from "./window-protocol.ts";

/** The outer end of the bridge: a loopback server with a secret in its path. */
export class Bridge {
  readonly address: string;
  readonly #server: Server;

  private constructor(server: Server, address: string) {
    this.#server = server;
    this.address = address;
  }

  /** Starts a server that answers every request with what `answer` returns, or with the words of its error. */
  static async start(answer: (request: BridgeRequest) => Promise<unknown>): Promise<Bridge> {
    const path = `/${randomBytes(18).toString("hex")}`;
    const server = createServer(async (request, response) => {
      if (request.method !== "POST" || request.url !== path) {
        response.writeHead(404).end();
        return;
      }
      const reply = await answered(request, answer);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    return new Bridge(server, `http://127.0.0.1:${port}${path}`);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function answered(
  request: IncomingMessage,
  answer: (request: BridgeRequest) => Promise<unknown>,
): Promise<BridgeReply> {
  try {
    return { value: (await answer(JSON.parse(await text(request)) as BridgeRequest)) ?? null };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
