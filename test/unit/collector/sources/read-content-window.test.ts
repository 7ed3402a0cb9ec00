import assert from "node:assert/strict";
import { test } from "node:test";
import type { Seen } from "../microsoft/scripted-microsoft.ts";
import { json, refusal, type Script, scripted, tenantId } from "../microsoft/scripted-microsoft.ts";
import { collected } from "./collected.ts";

const from = "2026-03-10T10:00:00Z";
const to = "2026-03-10T11:00:00Z";
const feed = `https://manage.office.com/api/v1.0/${tenantId}/activity/feed`;
const created = "2026-03-10T10:20:30.123Z";

function blobAddress(name: string): string {
  return `${feed}/audit/${name}`;
}

function listed(...names: readonly string[]) {
  return names.map((name) => ({
    contentType: "Audit.Exchange",
    contentId: name,
    contentUri: blobAddress(name),
    contentCreated: created,
    contentExpiration: "2026-03-17T10:20:30.123Z",
  }));
}

interface Feed {
  readonly subscriptions?: readonly unknown[];
  readonly start?: () => Response;
  readonly content?: (seen: Seen) => Response;
  readonly blob?: (name: string) => Response | Promise<Response>;
}

function feedScript({ subscriptions = [{ contentType: "Audit.Exchange", status: "enabled" }], ...feed }: Feed): Script {
  return (seen) => {
    const path = new URL(seen.url).pathname.split("/activity/feed/")[1] ?? "";
    if (path === "subscriptions/list") return json(subscriptions);
    if (path === "subscriptions/start")
      return feed.start?.() ?? json({ contentType: "Audit.Exchange", status: "enabled", webhook: null });
    if (path === "subscriptions/content") return feed.content?.(seen) ?? json([]);
    const name = path.split("/")[1] ?? "";
    return feed.blob?.(name) ?? json([{ Id: `${name}-1` }]);
  };
}

function pathsOf(seen: readonly Seen[]): string[] {
  return seen.map(({ method, url }) => `${method} ${new URL(url).pathname.split("/feed/")[1]}`);
}

test("content is listed over all pages and its blobs are read in order", async () => {
  const world = scripted(
    feedScript({
      content: ({ url }) =>
        url.includes("nextPage=2")
          ? json(listed("c"))
          : json(listed("a", "b"), {
              NextPageUri: `${feed}/subscriptions/content?contentType=Audit.Exchange&nextPage=2`,
            }),
      blob: (name) => json([{ Id: `${name}-1`, Parameters: "x" }, { Id: `${name}-2` }]),
    }),
  );
  const { ids, records, pages } = await collected(world, "Audit.Exchange", from, to);
  assert.deepEqual(ids, ["a-1", "a-2", "b-1", "b-2", "c-1", "c-2"]);
  assert.equal(records[0]?.axisMs, Date.parse(created));
  assert.equal(records[0]?.raw, '{"Id":"a-1","Parameters":"x"}');
  assert.equal(pages[0]?.records.length, 0, "the list is the first answer");
  const content = new URL(world.seen[1]?.url ?? "");
  assert.equal(content.searchParams.get("startTime"), "2026-03-10T10:00:00");
  assert.equal(content.searchParams.get("endTime"), "2026-03-10T11:00:00");
  for (const { url, headers } of world.seen) {
    assert.equal(new URL(url).searchParams.get("PublisherIdentifier"), tenantId);
    assert.match(headers.get("authorization") ?? "", /^Bearer secret-management-token/);
  }
});

test("the header may also be called NextPageUrl", async () => {
  const world = scripted(
    feedScript({
      content: ({ url }) =>
        url.includes("nextPage")
          ? json(listed("b"))
          : json([], { nextpageurl: `${feed}/subscriptions/content?nextPage=1` }),
    }),
  );
  assert.deepEqual((await collected(world, "Audit.Exchange", from, to)).ids, ["b-1"]);
});

test("an absent subscription is started once, and what was before it is not covered", async () => {
  const world = scripted(feedScript({ subscriptions: [{ contentType: "Audit.Exchange", status: "disabled" }] }));
  const first = await collected(world, "Audit.Exchange", from, to);
  assert.deepEqual(first.end.missing, [{ fromMs: Date.parse(from), toMs: Date.parse(to) }]);
  await collected(world, "Audit.Exchange", from, to);
  assert.deepEqual(pathsOf(world.seen), [
    "GET subscriptions/list",
    "POST subscriptions/start",
    "GET subscriptions/content",
    "GET subscriptions/content",
  ]);
});

test("windows that are read while the subscription is being started wait for it, and cover nothing before it either", async () => {
  const begun = scripted(feedScript({ subscriptions: [] }));
  const ends = await Promise.all(
    ["08", "09", "10"].map(async (hour) => {
      const [first, last] = [`2026-03-10T${hour}:00:00Z`, `2026-03-10T${hour}:30:00Z`];
      const { end } = await collected(begun, "Audit.Exchange", first, last);
      assert.deepEqual(end.missing, [{ fromMs: Date.parse(first), toMs: Date.parse(last) }]);
    }),
  );
  assert.equal(ends.length, 3);
  assert.deepEqual(pathsOf(begun.seen).slice(0, 2), ["GET subscriptions/list", "POST subscriptions/start"]);
});

test("a subscription that was lost while a window was read covers nothing before it was started again", async () => {
  let lost = false;
  const script = feedScript({
    content: () => {
      if (lost) return json(listed("a"));
      lost = true;
      return refusal(400, "AF20022", "no subscription");
    },
  });
  const world = scripted((seen) => (seen.url.includes("/list?") && lost ? json([]) : script(seen, 0)));
  const { end } = await collected(world, "Audit.Exchange", from, to);
  assert.deepEqual(end.missing, [{ fromMs: Date.parse(from), toMs: Date.parse(to) }]);
});

test("AF20024 on starting means that it runs already", async () => {
  const world = scripted(
    feedScript({
      subscriptions: [],
      start: () => refusal(400, "AF20024", "The subscription is already enabled. No property change."),
    }),
  );
  assert.deepEqual((await collected(world, "Audit.Exchange", from, to)).end.missing, []);
});

test("a status that is missing means enabled", async () => {
  const world = scripted(feedScript({ subscriptions: [{ contentType: "Audit.Exchange", webhook: null }] }));
  await collected(world, "Audit.Exchange", from, to);
  assert.deepEqual(pathsOf(world.seen), ["GET subscriptions/list", "GET subscriptions/content"]);
});

for (const code of ["AF20022", "AF20023"])
  test(`${code} while listing starts the subscription and lists again`, async () => {
    let refused = 0;
    let subscribed = true;
    const script = feedScript({
      content: () => {
        refused += 1;
        if (refused > 1) return json(listed("a"));
        subscribed = false;
        return refusal(400, code, "no subscription");
      },
    });
    const world = scripted((seen, n) => (seen.url.includes("/list?") && !subscribed ? json([]) : script(seen, n)));
    assert.deepEqual((await collected(world, "Audit.Exchange", from, to)).ids, ["a-1"]);
    assert.equal(world.seen.filter(({ method }) => method === "POST").length, 1);
  });

test("a window is cut into stretches of 24 hours at most", async () => {
  const world = scripted(feedScript({}));
  await collected(world, "Audit.Exchange", "2026-03-08T00:00:00.500Z", "2026-03-10T06:00:00Z");
  const asked = world.seen
    .slice(1)
    .map(({ url }) => new URL(url).searchParams)
    .map((query) => `${query.get("startTime")} ${query.get("endTime")}`);
  assert.deepEqual(asked, [
    "2026-03-08T00:00:00 2026-03-09T00:00:00",
    "2026-03-09T00:00:00 2026-03-10T00:00:00",
    "2026-03-10T00:00:00 2026-03-10T06:00:00",
  ]);
});

test("what is older than the API reaches is clamped to 167 hours and 55 minutes", async () => {
  const world = scripted(feedScript({}));
  const floorMs = Date.parse("2026-03-10T12:00:00Z") - (167 * 60 + 55) * 60_000;
  await assert.rejects(
    collected(world, "Audit.Exchange", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z"),
    ({ remedy }: { remedy: { kind: string; floorMs: number } }) =>
      remedy.kind === "clamp" && Math.abs(remedy.floorMs - floorMs) < 1_000,
  );
  await collected(world, "Audit.Exchange", new Date(floorMs).toISOString(), "2026-03-05T00:00:00Z");
  const refusing = scripted(feedScript({ content: () => refusal(400, "AF20055", "Start time and end time") }));
  await assert.rejects(
    collected(refusing, "Audit.Exchange", new Date(floorMs - 60_000).toISOString(), "2026-03-04T00:00:00Z"),
    ({ remedy }: { remedy: { kind: string } }) => remedy.kind === "clamp",
  );
});

test("content that expired or does not exist is missing and mentioned, and does not stop the window", async () => {
  const world = scripted(
    feedScript({
      content: () => json(listed("a", "old", "none", "b")),
      blob: (name) =>
        name === "old"
          ? refusal(400, "AF20051", "Content requested with the key old has already expired.")
          : name === "none"
            ? refusal(404, "AF20050", "The specified content (none) does not exist.")
            : json([{ Id: name }]),
    }),
  );
  const { ids, end } = await collected(world, "Audit.Exchange", from, to);
  assert.deepEqual(ids, ["a", "b"]);
  const blob = { fromMs: Date.parse(created), toMs: Date.parse(created) + 1 };
  assert.deepEqual(end.missing, [blob, blob]);
  assert.match(end.warnings?.join("\n") ?? "", /had expired.\n.*could not be found/);
});

test("content and next pages at another host get no token", async () => {
  const foreign = { ...listed("a")[0], contentUri: "https://manage.office.com@evil.example/api/v1.0/x" };
  const content = scripted(feedScript({ content: () => json([foreign]) }));
  await assert.rejects(collected(content, "Audit.Exchange", from, to), { code: "untrusted-server" });
  const page = scripted(feedScript({ content: () => json([], { NextPageUri: "http://manage.office.com/api/next" }) }));
  await assert.rejects(collected(page, "Audit.Exchange", from, to), { code: "untrusted-server" });
  for (const { seen, tokens } of [content, page]) {
    assert.deepEqual(new Set(seen.map(({ url }) => new URL(url).origin)), new Set(["https://manage.office.com"]));
    assert.equal(tokens.length, 2);
  }
});

test("AF20031 lists anew once, and then halves", async () => {
  const next = { NextPageUri: `${feed}/subscriptions/content?nextPage=1` };
  const lost = () => refusal(400, "AF20031", "Invalid nextPage Input");
  const hopeless = scripted(feedScript({ content: ({ url }) => (url.includes("nextPage") ? lost() : json([], next)) }));
  await assert.rejects(collected(hopeless, "Audit.Exchange", from, to), { remedy: { kind: "halve" } });
  assert.equal(hopeless.seen.length, 5);
});

test("several blobs are fetched at once, and cancelling stops them all", async () => {
  const stop = new AbortController();
  let waiting = 0;
  const world = scripted(
    feedScript({
      content: () => json(listed("a", "b", "c", "d", "e", "f", "g")),
      blob: () => {
        waiting += 1;
        if (waiting === 6) stop.abort();
        return new Promise<Response>(() => {});
      },
    }),
  );
  await assert.rejects(collected(world, "Audit.Exchange", from, to, { signal: stop.signal }), {
    name: "CancelledError",
  });
  assert.equal(waiting, 6);
  for (const { signal } of world.seen.slice(2)) assert.equal(signal?.aborted, true);
});
