import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { CollectError } from "../../../../src/collector/collect-error.ts";
import { readBodyText } from "../../../../src/collector/microsoft/body/body-text.ts";
import { DamagedBodyError } from "../../../../src/collector/microsoft/body/json-body.ts";
import type { ApiRequest } from "../../../../src/collector/microsoft/microsoft.ts";
import { json, refusal, scripted } from "./scripted-microsoft.ts";

const request: ApiRequest = {
  api: "graph",
  limit: "reports",
  url: "/beta/auditLogs/directoryAudits",
  list: true,
  purpose: { label: "directory audits", permission: "AuditLog.Read.All" },
};

const damaged: readonly (readonly [string, string, RegExp])[] = [
  ["an HTML page", "<!DOCTYPE html><html><body>Sign in</body></html>", /is a web page/],
  ["nothing", "", /is empty/],
  ["blanks", " \r\n ", /is empty/],
  ["words", "upstream connect error", /is not JSON/],
  ["a list that is cut between records", '{"value":[{"id":"a"},', /is cut short/],
  ["a list that is cut behind a record", '{"value":[{"id":"a"}', /is cut short/],
  ["a list that is cut behind a comma and a blank", '{"value":[{"id":"a"}, ', /is cut short/],
  ["a list that is cut before its first record", '{"value":[', /is cut short/],
  ["a body that is cut behind its list", '{"value":[{"id":"a"}]', /is cut short/],
  ["a body that is cut behind its list and a comma", '{"value":[{"id":"a"}],', /is not JSON/],
  ["a list that is cut in a record", '{"value":[{"id":"a"},{"id":"b","x":[1', /is cut short/],
  ["a list that is cut in a text", '{"value":[{"id":"a"},{"id":"b', /is cut short/],
  [
    "an error in the middle of a list (microsoft-graph-docs 3648)",
    '{"value":[{"id":"a"},{"id":"b","createdDateTime":{"error":{"code":"BadRequest","message":"x"}}',
    /is cut short/,
  ],
  [
    "an error in the middle of a text",
    '{"value":[{"id":"a"},{"id":"b{"error":{"code":"BadRequest","message":"x"}}',
    /is cut short|not JSON|brackets/,
  ],
  [
    "an error in place of a record",
    '{"value":[{"id":"a"},{"error":{"code":"BadRequest","message":"x"}}]}',
    /holds an error \(BadRequest\)/,
  ],
  [
    "an error behind a broken record",
    '{"value":[{"id":"a"},{"id":"b","x":{"error":{"code":"BadRequest"}} oops}]}',
    /breaks off with an error/,
  ],
  ["an error beside the list", '{"value":[],"error":{"code":"UnknownError"}}', /holds an error/],
  ["an error alone", '{"error":{"code":"UnknownError","message":""}}', /holds an error/],
  ["no list", '{"@odata.context":"x"}', /holds no list/],
  ["brackets that do not match", '{"value":[{"id":["a"}]}', /brackets that do not match/],
  ["a second body behind the first", '{"value":[]}{"value":[]}', /goes on behind its end/],
  ["a list without a comma", '{"value":[{"id":"a"}{"id":"b"}]}', /is not JSON/],
];

for (const [name, body, says] of damaged) {
  test(`200 with ${name} is never data`, async () => {
    const world = scripted(() => json(body));
    await assert.rejects(world.microsoft.send(request), (error: Error & { remedy?: { kind: string } }) => {
      assert.match(error.message, says);
      assert.equal(error.remedy?.kind, "halve");
      return true;
    });
    assert.equal(world.seen.length, 3);
  });
  test(`200 with ${name} is asked for again`, async () => {
    const world = scripted((_, n) => json(n === 0 ? body : { value: [{ id: "a" }] }));
    assert.equal((await world.microsoft.send(request)).body.elements?.length, 1);
  });
}

for (const body of ["[", '[{"Id":"a"}', '[{"Id":"a"},', '[{"Id":"a"},{"Id":"b"', '[{"Id":"a"}{"Id":"b"}]'])
  test(`content that is cut to ${body} is never data, and asked for again`, async () => {
    const content: ApiRequest = {
      api: "management",
      limit: "management",
      url: "/api/v1.0/x/activity/feed/audit/1",
      list: true,
      purpose: { label: "Audit.Exchange content", permission: "ActivityFeed.Read" },
    };
    await assert.rejects(scripted(() => json(body)).microsoft.send(content), { remedy: { kind: "halve" } });
    const world = scripted((_, n) => json(n === 0 ? body : '[{"Id":"a"},{"Id":"b"}]'));
    assert.equal((await world.microsoft.send(content)).body.elements?.length, 2);
  });

test("a body whose connection breaks off is no answer, even where what came would be whole", async () => {
  const breaking = (text: string): Response => {
    let isSent = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (isSent) controller.error(new TypeError("terminated"));
        else controller.enqueue(new TextEncoder().encode(text));
        isSent = true;
      },
    });
    return new Response(stream);
  };
  for (const text of ['{"value":[{"id":"a"}]}', '{"value":[{"id":"a"},']) {
    const world = scripted((_, n) => (n === 0 ? breaking(text) : json({ value: [{ id: "a" }, { id: "b" }] })));
    assert.equal((await world.microsoft.send(request)).body.elements?.length, 2);
    await assert.rejects(scripted(() => breaking(text)).microsoft.send(request), { code: "unreachable" });
  }
});

test("a body of 64 MB is read, one with a byte more is not", async () => {
  const bytes = 64 * 1024 * 1024;
  const read = (length: number) =>
    readBodyText(new Response(new Uint8Array(length).fill(0x20)), new AbortController().signal);
  assert.equal((await read(bytes)).length, bytes);
  await assert.rejects(read(bytes + 1), DamagedBodyError);
});

test("a record that stays malformed comes as its text, among the others", async () => {
  const world = scripted(() => json('{"value":[{"id":"a"},{"id":b},{"id":"c"}]}'));
  const { body } = await world.microsoft.send(request);
  assert.equal(world.seen.length, 2, "asked for once more");
  assert.deepEqual(body.elements?.[1], { raw: '{"id":b}', record: undefined });
  assert.equal(body.elements?.length, 3);
});

test("a record that is nested without end does not come as a record", async () => {
  const deep = `{"id":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const world = scripted(() => json(`{"value":[${deep},{"id":"b"}]}`));
  const { body } = await world.microsoft.send(request);
  assert.equal(body.elements?.[0]?.record, undefined);
  assert.equal(body.elements?.[1]?.record?.["id"], "b");
});

test("keys such as __proto__ are data", async () => {
  const world = scripted(() => json('{"__proto__":{"error":{}},"value":[{"__proto__":{"x":1},"id":"a"}]}'));
  const { body } = await world.microsoft.send(request);
  assert.equal(body.elements?.[0]?.record?.["id"], "a");
  assert.equal(body.members["error"], undefined);
});

test("Retry-After is read as seconds and as a date of the server's own time", async () => {
  for (const form of ["seconds", "date"] as const)
    for (const serverAheadMs of [0, -3_600_000]) {
      const world = scripted(
        (_, n) => {
          if (n > 0) return json({ value: [] });
          const untilMs = Date.parse("2026-03-10T12:00:00Z") + serverAheadMs + 77_000;
          const retryAfter = form === "seconds" ? "77" : new Date(untilMs).toUTCString();
          return refusal(429, "", "throttled", { "retry-after": retryAfter });
        },
        { serverAheadMs },
      );
      const sending = world.microsoft.send(request);
      await sending;
      const waitedMs = (world.seen[1]?.atMs ?? 0) - (world.seen[0]?.atMs ?? 0);
      assert.ok(Math.abs(waitedMs - 77_000) < 1_500, `${form} ${serverAheadMs}: ${waitedMs}`);
      assert.ok(Math.abs(world.microsoft.usage().throttledMs - 77_000) < 1_500);
    }
});

test("while a limit is told to wait, it says until when", async () => {
  const world = scripted((_, n) => {
    if (n === 1) assert.equal(world.microsoft.waitingUntil(), undefined);
    return n === 0 ? refusal(429, "", "", { "retry-after": "60" }) : json({ value: [] });
  });
  const sending = world.microsoft.send(request);
  let said: string | undefined;
  while (said === undefined) {
    await world.clock.sleep(100);
    said = world.microsoft.waitingUntil();
  }
  assert.equal(said.slice(0, 16), "2026-03-10T12:01");
  await sending;
});

test("a clock that is wrong by an hour is noticed and changes nothing", async () => {
  const world = scripted(() => json({ value: [] }), { serverAheadMs: 3_600_000 });
  const { observedMs } = await world.microsoft.send(request);
  assert.ok(Math.abs(observedMs - Date.parse("2026-03-10T13:00:00Z")) < 2_000);
  assert.ok(Math.abs(world.microsoft.clockError() + 3_600_000) < 2_000);
  const right = scripted(() => json({ value: [] }));
  await right.microsoft.send(request);
  assert.equal(right.microsoft.clockError(), 0);
});

test("without Date and request-id our own are used", async () => {
  const world = scripted(() => json({ value: [] }, { date: "nonsense" }));
  const { observedMs, requestId } = await world.microsoft.send(request);
  assert.equal(observedMs, world.clock.now());
  assert.equal(requestId, world.seen[0]?.headers.get("client-request-id"));
  assert.match(requestId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a reset is tried again, and in the end named", async () => {
  const reset = () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) }));
  const mended = scripted((_, n) => (n < 4 ? reset() : json({ value: [] })));
  await mended.microsoft.send(request);
  const hopeless = scripted(reset);
  await assert.rejects(hopeless.microsoft.send(request), {
    code: "unreachable",
    remedy: { kind: "again" },
    message: /graph\.microsoft\.com failed .* \(ECONNRESET\)/,
  });
  assert.equal(hopeless.seen.length, 5);
});

test("a stall ends at the deadline, at the headers and in the body", async () => {
  const atHeaders = scripted(() => new Promise<Response>(() => {}));
  await assert.rejects(atHeaders.microsoft.send(request), {
    code: "unreachable",
    remedy: { kind: "halve" },
    message: /within 100 seconds/,
  });
  assert.equal(atHeaders.seen.length, 2);
  assert.equal(atHeaders.seen[0]?.signal?.aborted, true);
  let released = false;
  const inBody = scripted(() => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"value":[')),
      cancel: () => {
        released = true;
      },
    });
    return new Response(body);
  });
  await assert.rejects(inBody.microsoft.send(request), { remedy: { kind: "halve" } });
  assert.equal(released, true);
});

test("a redirect to another host is not followed, one to the own host is", async () => {
  const to = (location: string) => new Response(null, { status: 302, headers: { location } });
  const foreign = scripted(() => to("https://evil.example/collect"));
  await assert.rejects(foreign.microsoft.send(request), { code: "untrusted-server", message: /evil\.example/ });
  assert.equal(foreign.seen.length, 1);
  assert.equal(foreign.tokens.length, 1);
  const own = scripted(({ url }) => (url.endsWith("/moved") ? json({ value: [] }) : to("/beta/moved")));
  await own.microsoft.send(request);
  assert.equal(own.seen[1]?.url, "https://graph.microsoft.com/beta/moved");
  assert.match(own.seen[1]?.headers.get("authorization") ?? "", /^Bearer/);
  const circle = scripted(() => to("/beta/auditLogs/directoryAudits"));
  await assert.rejects(circle.microsoft.send(request), /redirected in a circle/);
});

for (const url of [
  "https://evil.example/beta/auditLogs/signIns",
  "http://graph.microsoft.com/beta/auditLogs/signIns",
  "https://graph.microsoft.com:444/beta",
  "https://graph.microsoft.com.evil.example/",
  "https://user@graph.microsoft.com/beta",
  "//evil.example/beta",
  "https://manage.office.com/api/v1.0/",
  "file:///etc/passwd",
])
  test(`${url} is no address of Graph and gets no token`, async () => {
    const world = scripted(() => json({ value: [] }));
    await assert.rejects(world.microsoft.send({ ...request, url }), { code: "untrusted-server" });
    assert.deepEqual([world.seen.length, world.tokens.length], [0, 0]);
  });

test("a token that a server sends back is in no error", async () => {
  for (const status of [400, 401, 403, 418, 500]) {
    const world = scripted(({ headers }) =>
      refusal(status, "Odd", `you sent ${headers.get("authorization")?.slice(7)}`),
    );
    await assert.rejects(world.microsoft.send(request), (error) => {
      assert.doesNotMatch(inspect(error, { depth: 10 }), /secret-graph-token/);
      return true;
    });
  }
  const inBody = scripted(({ headers }) => json({ error: { code: headers.get("authorization")?.slice(7) } }));
  await assert.rejects(inBody.microsoft.send(request), (error) => {
    assert.doesNotMatch(inspect(error, { depth: 10 }), /secret-graph-token/);
    return true;
  });
});

test("quick requests take being told to slow down for an answer", async () => {
  const world = scripted(() => refusal(429, "", "", { "retry-after": "60" }));
  await assert.rejects(world.microsoft.send({ ...request, quick: true }), { code: "throttled" });
  await assert.rejects(world.microsoft.send({ ...request, quick: true }), { code: "throttled" });
  assert.equal(world.seen.length, 1, "the second time without asking");
});

test("a body without end is given up at 64 MB", async () => {
  let sent = 0;
  const world = scripted(
    () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) => {
            sent += 1;
            controller.enqueue(new Uint8Array(4 * 1024 * 1024).fill(0x20));
          },
        }),
      ),
  );
  await assert.rejects(world.microsoft.send(request), { message: /larger than 64 MB/, remedy: { kind: "halve" } });
  assert.ok(sent < 3 * 20, `${sent} chunks`);
});

test("a service that is down and says for how long is asked again then", async () => {
  const world = scripted((_, n) => (n === 0 ? refusal(503, "", "", { "retry-after": "45" }) : json({ value: [] })));
  await world.microsoft.send(request);
  const waitedMs = (world.seen[1]?.atMs ?? 0) - (world.seen[0]?.atMs ?? 0);
  assert.ok(waitedMs >= 45_000 && waitedMs < 46_000, `${waitedMs}`);
});

test("a service that asks for a year is asked again within an hour or so", async () => {
  const year = { "retry-after": String(365 * 86_400) };
  const world = scripted((_, n) => (n === 0 ? refusal(503, "", "", year) : json({ value: [] })));
  await world.microsoft.send(request);
  const waitedMs = (world.seen[1]?.atMs ?? 0) - (world.seen[0]?.atMs ?? 0);
  assert.ok(waitedMs > 60_000 && waitedMs <= 3_601_000, `${waitedMs}`);
});

test("whoever only checks is told that the service is down, not kept waiting as long as it wishes", async () => {
  const world = scripted(() => refusal(503, "", "", { "retry-after": "1800" }));
  const startedMs = world.clock.now();
  await assert.rejects(world.microsoft.send({ ...request, quick: true }), { code: "collect-failed" });
  assert.ok(world.clock.now() - startedMs < 60_000, `${world.clock.now() - startedMs}`);
});

test("a token is asked for anew once, however often the request must wait afterwards", async () => {
  const world = scripted((_, n) =>
    n === 0 ? refusal(401, "InvalidAuthenticationToken", "") : n < 6 ? refusal(429, "", "") : json({ value: [] }),
  );
  await world.microsoft.send(request);
  assert.deepEqual(
    world.tokens.map(({ refresh }) => refresh),
    [false, true, false, false, false, false, false],
  );
});

test("a body that takes long to come says nothing about our clock", async () => {
  const world = scripted(() => {
    const body = new ReadableStream({
      pull: async (controller) => {
        await world.clock.sleep(80_000);
        controller.enqueue(new TextEncoder().encode('{"value":[]}'));
        controller.close();
      },
    });
    return new Response(body, { status: 200 });
  });
  await world.microsoft.send(request);
  assert.ok(Math.abs(world.microsoft.clockError()) < 2_000, `${world.microsoft.clockError()}`);
});

test("signing in that is held back or out of reach is tried again with pauses, and then ends the run", async () => {
  const again = { kind: "again" } as const;
  for (const code of ["throttled", "unreachable"] as const) {
    let asked = 0;
    const signIn = (upTo: number) => () => {
      asked += 1;
      if (asked <= upTo) throw new CollectError(code, "login.microsoftonline.com asks to slow down.", again);
    };
    const passing = scripted(() => json({ value: [] }), { signIn: signIn(2) });
    const startedMs = passing.clock.now();
    await passing.microsoft.send(request);
    assert.ok(passing.clock.now() - startedMs >= 1_500);
    asked = 0;
    const lasting = scripted(() => json({ value: [] }), { signIn: signIn(1_000) });
    await assert.rejects(lasting.microsoft.send(request), {
      code,
      remedy: { kind: "stop-tenant" },
      message: "login.microsoftonline.com asks to slow down.",
    });
    assert.ok(asked <= 5, `${asked}`);
    assert.equal(lasting.seen.length, 0);
  }
});

test("half a surrogate pair, which no store can hold, becomes U+FFFD; all other text is untouched", async () => {
  const bodies: readonly (readonly [string, string])[] = [
    ['{"u":"\\ud800x"}', '{"u":"\\ufffdx"}'],
    ['{"u":"\\uDC00\\ud83d\\ude00"}', '{"u":"\\ufffd\\ud83d\\ude00"}'],
    ['{"u":"\\ud83d\\ude00 \\u00e9"}', '{"u":"\\ud83d\\ude00 \\u00e9"}'],
    ['{"u":"\\\\ud800"}', '{"u":"\\\\ud800"}'],
  ];
  for (const [sent, kept] of bodies) {
    const world = scripted(() => json(`{"value":[${sent}]}`));
    const [element] = (await world.microsoft.send(request)).body.elements ?? [];
    assert.equal(element?.raw, kept);
    assert.deepEqual(element?.record, JSON.parse(kept));
  }
});
