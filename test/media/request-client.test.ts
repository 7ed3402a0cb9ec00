import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { RequestClient as Client, MessagePipe } from "../../media/shared/request-client.ts";
import type { JsonValue } from "../../src/protocol/query.ts";

interface Requests {
  double: { readonly params: { readonly value: number }; readonly result: number };
}

/** JSON-RPC as it goes over the wire. */
interface Wire {
  readonly id?: number;
  readonly method?: string;
  readonly params?: JsonValue;
}

type Module = typeof import("../../media/shared/request-client.ts");
let RequestClient: Module["RequestClient"];

before(async () => {
  // The library's browser half is only resolvable by a bundler.
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../../media/shared/request-client.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  ({ RequestClient } = (await import(`data:text/javascript;base64,${source}`)) as Module);
});

/** A client and the other end of its pipe, played by the test. */
class Conversation {
  readonly sent: Wire[] = [];
  readonly client: Client<Requests, { hello: null }, { news: string }>;
  #listener: ((message: unknown) => void) | undefined;

  constructor() {
    const pipe: MessagePipe = {
      send: (message) => void this.sent.push(message as Wire),
      listen: (listener) => {
        this.#listener = listener;
        return () => {
          this.#listener = undefined;
        };
      },
    };
    this.client = new RequestClient(pipe);
  }

  get isHeard(): boolean {
    return this.#listener !== undefined;
  }

  async say(message: unknown): Promise<void> {
    this.#listener?.(message);
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

test("a request is answered by its id, whatever else is said on the channel", async () => {
  const { client, sent, say } = bound(new Conversation());
  const first = client.request("double", { value: 1 });
  const second = client.request("double", { value: 2 });
  await turn();
  await say("a message of something else");
  await say({ jsonrpc: "2.0", id: sent[1]?.id, result: 4 });
  await say({ jsonrpc: "2.0", id: sent[0]?.id, result: 2 });
  assert.deepEqual(await Promise.all([first, second]), [2, 4]);
  assert.deepEqual(sent[0]?.params, { value: 1 });
});

test("an abort rejects at once and reaches the host as a cancellation", async () => {
  const { client, sent } = bound(new Conversation());
  const controller = new AbortController();
  const answer = client.request("double", { value: 1 }, controller.signal);
  await turn();
  controller.abort();
  await assert.rejects(answer, { name: "CancelledError" });
  await turn();
  assert.deepEqual(sent[1], { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: sent[0]?.id ?? -1 } });
  await assert.rejects(client.request("double", { value: 1 }, controller.signal), { name: "CancelledError" });
  assert.equal(sent.length, 2);
});

test("a failure keeps its code, its place and its sentence", async () => {
  const { client, sent, say } = bound(new Conversation());
  const answer = client.request("double", { value: 1 });
  await turn();
  const data = { code: "no-such-result", place: { line: 1, column: 2 }, cancelled: false };
  await Promise.all([
    assert.rejects(answer, {
      name: "TenantTrailError",
      code: "no-such-result",
      place: { line: 1, column: 2 },
      message: "The result is gone.",
    }),
    say({ jsonrpc: "2.0", id: sent[0]?.id, error: { code: 1, message: "The result is gone.", data } }),
  ]);
});

test("a cancellation by the host is no error", async () => {
  const { client, sent, say } = bound(new Conversation());
  const answer = client.request("double", { value: 1 });
  await turn();
  const data = { code: "internal", cancelled: true };
  await Promise.all([
    assert.rejects(answer, { name: "CancelledError" }),
    say({ jsonrpc: "2.0", id: sent[0]?.id, error: { code: -32800, message: "Cancelled", data } }),
  ]);
});

test("what is pending when the panel goes is rejected, and nothing is heard or said after", async () => {
  const conversation = new Conversation();
  const { client, sent } = conversation;
  const pending = client.request("double", { value: 1 });
  await turn();
  const rejected = assert.rejects(pending, { name: "CancelledError" });
  client.dispose();
  client.dispose();
  await rejected;
  await assert.rejects(client.request("double", { value: 2 }), { name: "CancelledError" });
  client.notify("hello", null);
  await turn();
  assert.equal(sent.length, 1);
  assert.equal(conversation.isHeard, false);
});

test("news from the host reaches its listener", async () => {
  const { client, say } = bound(new Conversation());
  const heard: string[] = [];
  client.on("news", (text) => heard.push(text));
  await say({ jsonrpc: "2.0", method: "news", params: ["rows came"] });
  assert.deepEqual(heard, ["rows came"]);
});

function bound(conversation: Conversation): Pick<Conversation, "client" | "sent" | "say"> {
  return { client: conversation.client, sent: conversation.sent, say: conversation.say.bind(conversation) };
}
