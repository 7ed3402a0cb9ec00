import assert from "node:assert/strict";
import { test } from "node:test";
import { calm } from "../../simulation/microsoft/moods/moods.ts";
import { contentTypes } from "../../simulation/microsoft/tenant/offer.ts";
import { tinyTenant, tinyTenantId } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, errorOf, hour, TestReader } from "./test-reader.ts";

const start = Date.UTC(2026, 9, 1);
const end = start + 20 * day;
const feed = `/api/v1.0/${tinyTenantId}/activity/feed`;
const plain = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

interface Descriptor {
  readonly contentUri: string;
  readonly contentCreated: string;
  readonly contentExpiration: string;
}

function reader(options: ConstructorParameters<typeof TestReader>[2] = {}, seed = 3): TestReader {
  const weights = Object.fromEntries(contentTypes.map((type) => [type, 1]));
  return new TestReader(tinyTenant({ seed, startMs: start, endMs: end, weights }), end, options);
}

function contentAddress(type: string, fromMs: number, toMs: number): string {
  return `${feed}/subscriptions/content?contentType=${type}&startTime=${plain(fromMs)}&endTime=${plain(toMs)}`;
}

async function listAll(asked: TestReader, address: string): Promise<{ blobs: Descriptor[]; pages: number }> {
  const blobs: Descriptor[] = [];
  let next: string | null = address;
  let pages = 0;
  while (next !== null) {
    const answer = await asked.get(next);
    assert.equal(answer.status, 200, answer.text);
    blobs.push(...(answer.json as Descriptor[]));
    next = answer.headers.get("nextpageuri");
    pages += 1;
  }
  return { blobs, pages };
}

test("all blobs of seven days hold exactly what the oracle says is visible", async () => {
  const asked = reader({ contentPageSize: 2 }, 14);
  const seen: string[] = [];
  let pageCount = 0;
  const from = end - 7 * day + hour;
  for (let fromMs = from; fromMs < end; fromMs += day) {
    const { blobs, pages } = await listAll(
      asked,
      contentAddress("Audit.SharePoint", fromMs, Math.min(fromMs + day, end)),
    );
    pageCount += pages;
    for (const { contentUri } of blobs) {
      const { json } = await asked.get(`${contentUri}?PublisherIdentifier=${tinyTenantId}`);
      seen.push(...(json as { Id: string }[]).map(({ Id }) => Id));
    }
  }
  assert.deepEqual(
    [...new Set(seen)].sort(),
    asked.microsoft.tenant.visibleBy("Audit.SharePoint", from, end, end).sort(),
  );
  assert.ok(seen.length > new Set(seen).size, "some records come twice");
  assert.ok(pageCount > 10);
});

test("a NextPageUri has the path that Microsoft's sample has, and goes on", async () => {
  const asked = reader({ contentPageSize: 1 });
  const first = await asked.get(contentAddress("Audit.SharePoint", end - day, end));
  const next = first.headers.get("nextpageuri") ?? "";
  assert.match(next, /^https:\/\/manage\.office\.com\/api\/v1\//);
  const broken = await asked.get(next.replace(/nextPage=[^&]+/, "nextPage=x"));
  assert.equal(errorOf(broken).code, "AF20031");
});

test("windows that the API does not take are refused", async () => {
  const asked = reader();
  const bad: readonly (readonly [number, number])[] = [
    [end - day - 1000, end],
    [end - 7 * day - 1000, end - 7 * day + hour],
    [end, end - hour],
  ];
  for (const [fromMs, toMs] of bad) {
    const answer = await asked.get(contentAddress("Audit.SharePoint", fromMs, toMs));
    assert.deepEqual([answer.status, errorOf(answer).code], [400, "AF20030"]);
  }
  const zoned = `${feed}/subscriptions/content?contentType=Audit.SharePoint&startTime=2026-10-20T00:00:00Z&endTime=2026-10-20T01:00:00Z`;
  assert.equal(errorOf(await asked.get(zoned)).code, "AF20030");
  const half = `${feed}/subscriptions/content?contentType=Audit.SharePoint&startTime=2026-10-20`;
  assert.equal(errorOf(await asked.get(half)).code, "AF20030");
  assert.equal((await asked.get(`${feed}/subscriptions/content?contentType=Audit.SharePoint`)).status, 200);
});

test("content exists from the day of the subscription only", async () => {
  const tenant = tinyTenant({
    seed: 3,
    startMs: start,
    endMs: end + 5 * day,
    weights: { "Audit.General": 1 },
    subscribed: {},
  });
  const asked = new TestReader(tenant, end);
  const address = contentAddress("Audit.General", end - day, end);
  assert.equal(errorOf(await asked.get(address)).code, "AF20022");
  assert.deepEqual((await asked.get(`${feed}/subscriptions/list`)).json, []);
  const started = await asked.post(`${feed}/subscriptions/start?contentType=Audit.General`);
  assert.deepEqual(started.json, { contentType: "Audit.General", status: "enabled", webhook: null });
  const again = await asked.post(`${feed}/subscriptions/start?contentType=Audit.General`);
  assert.deepEqual([again.status, errorOf(again).code], [400, "AF20024"]);
  assert.deepEqual((await asked.get(address)).json, []);
  asked.clock.nowMs = end + 2 * day;
  const later = await listAll(asked, contentAddress("Audit.General", end + day, end + 2 * day));
  assert.ok(later.blobs.length > 0);
  assert.equal(asked.microsoft.tenant.visibleBy("Audit.General", start, end, end + 2 * day).length, 0);
  assert.equal((await asked.post(`${feed}/subscriptions/stop?contentType=Audit.General`)).status, 200);
  assert.equal(errorOf(await asked.get(contentAddress("Audit.General", end, end + day))).code, "AF20022");
});

test("a disabled subscription is started again and keeps its content", async () => {
  const asked = reader({ moods: { ...calm, subscriptionDisabled: 1 }, moodsUntilMs: end + 1 });
  const address = contentAddress("Audit.SharePoint", end - day, end);
  assert.equal(errorOf(await asked.get(address)).code, "AF20023");
  await asked.post(`${feed}/subscriptions/start?contentType=Audit.SharePoint`);
  assert.ok((await listAll(asked, address)).blobs.length > 0);
});

test("blobs that are gone, unknown or not named like one have codes of their own", async () => {
  const asked = reader();
  const { blobs } = await listAll(asked, contentAddress("Audit.Exchange", end - day, end));
  const [blob] = blobs;
  assert.ok(blob);
  assert.equal(Date.parse(blob.contentExpiration) - Date.parse(blob.contentCreated), 7 * day);
  asked.clock.nowMs = Date.parse(blob.contentExpiration);
  assert.equal(errorOf(await asked.get(blob.contentUri)).code, "AF20051");
  assert.equal(errorOf(await asked.get(blob.contentUri.replace(/sim0001$/, "sim0002"))).code, "AF20050");
  assert.equal(errorOf(await asked.get(`${feed}/audit/nonsense`)).code, "AF20052");
});

test("other tenants, other content types and bad names are refused", async () => {
  const asked = reader();
  const other = feed.replace(tinyTenantId, "7e57ab1e-0000-4000-8000-000000000002");
  assert.equal(errorOf(await asked.get(`${other}/subscriptions/list`)).code, "AF20010");
  assert.equal(errorOf(await asked.get("/api/v1.0/contoso/activity/feed/subscriptions/list")).code, "AF20013");
  assert.equal(errorOf(await asked.get(`${feed}/subscriptions/content?contentType=Audit.Teams`)).code, "AF20020");
  assert.equal(errorOf(await asked.get(`${feed}/subscriptions/content`)).code, "AF20001");
});
