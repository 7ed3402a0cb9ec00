import { once } from "node:events";
import { createServer, type Server } from "node:http";

const scannedBytes = 84_000_000;
const names = ["adele.vance@contoso.com", "alex.wilber@contoso.com", null] as const;
const column = (name: string, rawType: string) => ({
  name,
  type: rawType,
  typeSignature: { rawType, arguments: [] },
});

const byUser = {
  columns: [column("userPrincipalName", "varchar"), column("n", "bigint")],
  data: names.map((name, index) => [name, 30 - index]),
};
/** What the queries about an entity are answered. */
const nothing = { columns: [column("fact", "varchar")], data: [] };

/**
 * What answers Trino's protocol without a Trino, for tests of what is shown: every query has the same three rows, one
 * about an entity none, and one that names `slow_down` runs until it is cancelled.
 */
export class ScriptedTrino implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<ScriptedTrino> {
    const server = createServer(async (from, to) => {
      let sql = "";
      for await (const piece of from) sql += piece;
      const answer = (state: string, more: object = {}): void => {
        const stats = { state, queued: false, physicalInputBytes: scannedBytes };
        to.end(JSON.stringify({ stats, ...more }));
      };
      const running = `http://${from.headers.host}/running`;
      if (from.method === "DELETE") to.writeHead(204).end();
      else if (from.url === "/running") setTimeout(() => answer("RUNNING", { nextUri: running }), 100);
      else if (!sql.startsWith("SELECT") && !sql.startsWith("WITH")) answer("FINISHED");
      else if (sql.includes("slow_down")) answer("RUNNING", { nextUri: running });
      else {
        const { columns, data } = sql.includes("uniqueTokenId") ? nothing : byUser;
        answer("FINISHED", { columns, data });
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ScriptedTrino(server);
  }

  get address(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The server got no port.");
    return `http://127.0.0.1:${address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
