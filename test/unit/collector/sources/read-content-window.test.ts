import assert from "node:assert/strict";
import { test } from "node:test";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { Seen } from "../microsoft/scripted-microsoft.ts";
import { json, refusal, type Script, scripted, tenantId } from "../microsoft/scripted-microsoft.ts";
import { collected } from "./collected.ts";
import { RememberedTenant } from "./remembered-tenant.ts";

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
  readonly start?: () => Response | Promise<Response>;
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

const sincePast = "1970-01-01T00:00:00.000Z";
const nowText = "2026-03-10T12:00:0";

test("an absent subscription is started once; the lake knows of it before the start is asked for, and of its time after", async () => {
  const memory = new RememberedTenant();
  const script = feedScript({ subscriptions: [{ contentType: "Audit.Exchange", status: "disabled" }] });
  const world = scripted((seen, n) => {
    if (seen.method === "POST")
      assert.deepEqual(
        memory.kept.map(({ from, tried }) => [from, tried]),
        [[sincePast, true]],
      );
    return script(seen, n);
  });
  await collected(world, "Audit.Exchange", from, to, { memory });
  await collected(world, "Audit.Exchange", from, to, { memory });
  assert.deepEqual(pathsOf(world.seen), [
    "GET subscriptions/list",
    "POST subscriptions/start",
    "GET subscriptions/content",
    "GET subscriptions/content",
  ]);
  const [stretch, ...others] = memory.unsubscribed("Audit.Exchange");
  assert.deepEqual([stretch?.from, stretch?.tried, others], [sincePast, undefined, []]);
  assert.ok(stretch?.to.startsWith(nowText), stretch?.to);
});

test("windows that are read while the subscription is being started wait for it", async () => {
  const memory = new RememberedTenant();
  const begun = scripted(feedScript({ subscriptions: [] }));
  await Promise.all(
    ["08", "09", "10"].map((hour) =>
      collected(begun, "Audit.Exchange", `2026-03-10T${hour}:00:00Z`, `2026-03-10T${hour}:30:00Z`, { memory }),
    ),
  );
  assert.deepEqual(pathsOf(begun.seen).slice(0, 2), ["GET subscriptions/list", "POST subscriptions/start"]);
  assert.equal(memory.unsubscribed("Audit.Exchange").length, 1);
});

test("a subscription that was lost while a window was read was off since it was last seen to run", async () => {
  let lost = false;
  const script = feedScript({
    content: () => {
      if (lost) return json(listed("a"));
      lost = true;
      return refusal(400, "AF20022", "no subscription");
    },
  });
  const memory = new RememberedTenant();
  const world = scripted((seen) => (seen.url.includes("/list?") && lost ? json([]) : script(seen, 0)));
  await collected(world, "Audit.Exchange", from, to, { memory });
  const [stretch, ...others] = memory.unsubscribed("Audit.Exchange");
  assert.deepEqual(others, []);
  for (const text of [stretch?.from, stretch?.to]) assert.ok(text?.startsWith(nowText), text);
});

test("a subscription that was off when a run began was so since the last read, not since ever", async () => {
  const memory = new RememberedTenant();
  memory.lastReadMs = Date.parse("2026-03-09T10:00:00Z");
  const world = scripted(feedScript({ subscriptions: [] }));
  await collected(world, "Audit.Exchange", from, to, { memory });
  assert.equal(memory.unsubscribed("Audit.Exchange")[0]?.from, "2026-03-09T10:00:00.000Z");
});

test("AF20024 on starting: it runs since then at the latest, and what may be older is still asked for", async () => {
  const memory = new RememberedTenant();
  const already = () => refusal(400, "AF20024", "The subscription is already enabled. No property change.");
  const world = scripted(feedScript({ subscriptions: [], start: already }));
  await collected(world, "Audit.Exchange", from, to, { memory });
  const [stretch, ...others] = memory.unsubscribed("Audit.Exchange");
  assert.deepEqual([stretch?.tried, others], [undefined, []]);
  assert.ok(stretch?.from.startsWith("2026-03-03T12:00:0") && stretch.to.startsWith(nowText), JSON.stringify(stretch));
});

test("a start without an answer is known to the lake, and ends with what is seen next", async () => {
  const memory = new RememberedTenant();
  const reset = () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) }));
  const world = scripted(feedScript({ subscriptions: [], start: reset }));
  await assert.rejects(collected(world, "Audit.Exchange", from, to, { memory }), { code: "unreachable" });
  const [tried] = memory.unsubscribed("Audit.Exchange");
  assert.deepEqual([tried?.from, tried?.tried], [sincePast, true]);
  const later = scripted(feedScript({}));
  await collected(later, "Audit.Exchange", from, to, { memory });
  const [ended, ...others] = memory.unsubscribed("Audit.Exchange");
  assert.deepEqual([ended?.tried, others], [undefined, []]);
  assert.ok(Date.parse(ended?.to ?? "") >= Date.parse(tried?.to ?? "") + 60_000);
});

test("a lake that cannot be written starts nothing", async () => {
  class Full extends RememberedTenant {
    override async keepUnsubscribed(): Promise<void> {
      throw new TenantTrailError("disk-full", "There is no room left.");
    }
  }
  const world = scripted(feedScript({ subscriptions: [] }));
  await assert.rejects(collected(world, "Audit.Exchange", from, to, { memory: new Full() }), { code: "disk-full" });
  assert.deepEqual(pathsOf(world.seen), ["GET subscriptions/list"]);
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

test("a window that does not end with a second is asked for to the end of that second", async () => {
  const world = scripted(feedScript({}));
  await collected(world, "Audit.Exchange", "2026-03-08T00:00:00.500Z", "2026-03-08T06:00:00.001Z");
  const query = new URL(world.seen.at(-1)?.url ?? "").searchParams;
  assert.deepEqual([query.get("startTime"), query.get("endTime")], ["2026-03-08T00:00:00", "2026-03-08T06:00:01"]);
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
