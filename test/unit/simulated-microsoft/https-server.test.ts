import assert from "node:assert/strict";
import { test } from "node:test";
import { calm, type MoodName } from "../../simulation/microsoft/moods/moods.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

async function asked(server: TestServer, signal?: AbortSignal): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${server.microsoft.token("graph")}` };
  const init = signal === undefined ? { headers } : { headers, signal };
  const response = await fetch(`${server.face.endpoints.graph}/v1.0/auditLogs/signIns`, init);
  return { status: response.status, text: await response.text() };
}

async function inMood(mood: MoodName, work: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await startTestServer({ moods: { ...calm, [mood]: 1 } });
  try {
    await work(server);
  } finally {
    await server.face.stop();
  }
}

test("pages are followed over HTTPS on the origin that was asked", async () => {
  const server = await startTestServer();
  const headers = { authorization: `Bearer ${server.microsoft.token("graph")}` };
  const first = await fetch(`${server.face.endpoints.graph}/v1.0/auditLogs/signIns?$top=2`, { headers });
  const link = ((await first.json()) as { "@odata.nextLink": string })["@odata.nextLink"];
  assert.equal(new URL(link).origin, server.face.endpoints.graph);
  const second = await fetch(link, { headers });
  assert.equal(((await second.json()) as { value: unknown[] }).value.length, 2);
  await server.face.stop();
  await assert.rejects(fetch(link, { headers }), TypeError);
});

test("a reset ends the socket", async () => {
  await inMood("reset", async (server) => {
    await assert.rejects(asked(server), { name: "TypeError", message: "fetch failed" });
  });
});

test("a stall ends when the reader gives up, and does not keep the server", async () => {
  await inMood("stall", async (server) => {
    const giveUp = new AbortController();
    const answer = asked(server, giveUp.signal);
    const failed = answer.then(
      () => true,
      () => true,
    );
    const isOver = (): Promise<boolean> =>
      Promise.race([failed, new Promise<false>((resolve) => setImmediate(resolve, false))]);
    while (Number.isNaN(server.microsoft.usage("reports").lastMs) && !(await isOver()));
    giveUp.abort();
    await assert.rejects(answer, { name: "AbortError" });
  });
});

test("a body is cut on the wire before the length that its header promised", async () => {
  await inMood("truncated", async (server) => {
    let cut = 0;
    for (let count = 0; count < 5; count++)
      await asked(server).catch(({ message }: Error) => {
        assert.equal(message, "terminated");
        cut += 1;
      });
    assert.ok(cut > 0);
  });
});
