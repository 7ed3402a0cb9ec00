import assert from "node:assert/strict";
import { test } from "node:test";
import { calm, type Moods } from "../../simulation/microsoft/moods/moods.ts";
import { tinyTenant, tinyTenantId } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, errorOf, graphAddress, hour, TestReader, windowFilter } from "./test-reader.ts";

const start = Date.UTC(2026, 9, 1);
const end = start + 6 * day;
const weights = { "signIns.interactiveUser": 1, "Audit.SharePoint": 1 };
const signIns = graphAddress("/v1.0/auditLogs/signIns", windowFilter("createdDateTime", start, end), "$top=10");
const feed = `/api/v1.0/${tinyTenantId}/activity/feed`;
const feedTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
const content = (fromMs: number): string =>
  `${feed}/subscriptions/content?contentType=Audit.SharePoint&startTime=${feedTime(fromMs)}&endTime=${feedTime(fromMs + day)}`;

function reader(moods: Partial<Moods>, more: object = {}): TestReader {
  const tenant = tinyTenant({ seed: 4, startMs: start, endMs: end, weights });
  return new TestReader(tenant, end, { moods: { ...calm, ...moods }, ...more });
}

const visible = (asked: TestReader): string[] =>
  asked.microsoft.tenant.visibleBy("signIns.v1.0", start, end + 1, asked.clock.now());

test("a list that ends early has a whole page and no link, and what it left out is remembered", async () => {
  const asked = reader({ endsEarly: 1 });
  const own = visible(asked);
  const { records, pages } = await asked.readAll(signIns);
  assert.deepEqual([records.length, pages], [10, 1]);
  const given = new Set(records.map((record) => record["id"]));
  const left = own.filter((key) => !given.has(key));
  assert.deepEqual(new Set(asked.microsoft.withheld.all().map(({ key }) => key)), new Set(left));
});

test("a list of content can end early too", async () => {
  const asked = reader({ endsEarly: 1 }, { contentPageSize: 1 });
  const { headers, json } = await asked.get(content(end - day));
  assert.equal(headers.get("nextpageuri"), null);
  assert.equal((json as unknown[]).length, 1);
  assert.ok(asked.microsoft.withheld.all().length > 0);
});

test("204 and 206 come in place of a list", async () => {
  const nothing = await reader({ noContent: 1 }).get(signIns);
  assert.deepEqual([nothing.status, nothing.text], [204, ""]);
  const part = await reader({ partialContent: 1 }).get(signIns);
  const page = part.json as { value: unknown[]; "@odata.nextLink"?: string };
  assert.deepEqual([part.status, page.value.length, page["@odata.nextLink"]], [206, 5, undefined]);
  const listed = await reader({ partialContent: 1 }, { contentPageSize: 4 }).get(content(end - day));
  assert.deepEqual([listed.status, (listed.json as unknown[]).length], [206, 2]);
  assert.equal(listed.headers.get("nextpageuri"), null);
});

test("the date of an answer can be that of a dead clock", async () => {
  assert.match((await reader({ deadDate: 1 }).get(signIns)).headers.get("date") ?? "", /1990/);
});

test("a poisoned record fails each page that holds it and no other, calm or not", async () => {
  const asked = reader({ poison: 0.1 }, { moodsUntilMs: start });
  const seen = new Set<unknown>();
  let failed = 0;
  for (let fromMs = start; fromMs < end; fromMs += hour) {
    const filter = windowFilter("createdDateTime", fromMs, fromMs + hour - 1);
    const { status, json } = await asked.get(graphAddress("/v1.0/auditLogs/signIns", filter));
    if (status === 500) failed += 1;
    else for (const { id } of (json as { value: { id: string }[] }).value) seen.add(id);
  }
  const all = visible(asked);
  assert.ok(failed > 0 && seen.size > 0 && seen.size < all.length);
  assert.equal((await asked.get(signIns.replace("$top=10", "$top=1000"))).status, 500);
});

test("for hours a licensed tenant is told that it has no licence, mostly", async () => {
  const asked = reader({ licenceSpell: 1 });
  const answers = [];
  for (let n = 0; n < 40; n++) answers.push(await asked.get(signIns));
  const refused = answers.filter(({ status }) => status === 403);
  assert.ok(refused.length > 25 && refused.length < 40, `${refused.length}`);
  assert.ok(refused.every((each) => errorOf(each).code === "Authentication_RequestFromNonPremiumTenantOrB2CTenant"));
});

test("a start that is not answered has started the subscription", async () => {
  const tenant = tinyTenant({ seed: 4, startMs: start, endMs: end, weights, subscribed: {} });
  const asked = new TestReader(tenant, end, { moods: { ...calm, startUnanswered: 1 } });
  const address = `${feed}/subscriptions/start?contentType=Audit.SharePoint`;
  await assert.rejects(asked.post(address), { message: "fetch failed" });
  assert.equal(errorOf(await asked.post(address)).code, "AF20024");
});

test("what is made while a subscription is off never becomes content; what was made before is offered again", async () => {
  const tenant = tinyTenant({ seed: 4, startMs: start, endMs: end, weights });
  const list = (asked: TestReader) => asked.get(content(end - day));
  const untouched = new TestReader(tenant, end + day);
  const all = ((await list(untouched)).json as { contentId: string }[]).map(({ contentId }) => contentId);
  const offFrom = end - day / 2;
  const same = tinyTenant({ seed: 4, startMs: start, endMs: end, weights });
  const asked = new TestReader(same, offFrom, {
    moods: { ...calm, subscriptionDisabled: 1, lostWhileOff: 1 },
    moodsUntilMs: end,
  });
  assert.equal(errorOf(await list(asked)).code, "AF20023");
  asked.clock.nowMs = end + day / 2;
  await asked.post(`${feed}/subscriptions/start?contentType=Audit.SharePoint`);
  asked.clock.nowMs = end + day;
  const left = ((await list(asked)).json as { contentId: string }[]).map(({ contentId }) => contentId);
  assert.ok(left.length > 0 && left.length < all.length);
  assert.ok(left.every((id) => all.includes(id)));
});

test("a token can end minutes after it was issued", async () => {
  const asked = reader({ tokenShort: 1 });
  const headers = { authorization: `Bearer ${asked.microsoft.token("graph")}` };
  assert.equal((await asked.get(signIns, { headers })).status, 200);
  asked.clock.nowMs += 600_000;
  assert.equal((await asked.get(signIns, { headers })).status, 401);
});

test("an audit search beyond its limit succeeds with a part, and only its own fields say so", async () => {
  const asked = reader({}, { mostSearched: 30 });
  const search = async (fromMs: number, toMs: number) => {
    const body = {
      filterStartDateTime: new Date(fromMs).toISOString(),
      filterEndDateTime: new Date(toMs).toISOString(),
    };
    const path = "/v1.0/security/auditLog/queries";
    const { id } = (await asked.post(path, JSON.stringify(body))).json as { id: string };
    await asked.clock.sleep(10 * 60_000);
    const shown = (await asked.get(`${path}/${id}`)).json as Record<string, unknown>;
    const { records } = await asked.readAll(`${path}/${id}/records`);
    return { shown, records };
  };
  const { shown, records } = await search(start, end);
  const { status, isRecordCountLimitExceeded, recordCountLimit, approximateReturnedRecordCount } = shown;
  assert.deepEqual([status, isRecordCountLimitExceeded, recordCountLimit], ["succeeded", true, 30]);
  assert.deepEqual([approximateReturnedRecordCount, records.length], [30, 30]);
  const short = await search(start, start + 2 * hour);
  assert.equal(short.shown["isRecordCountLimitExceeded"], false);
  assert.equal(short.shown["approximateReturnedRecordCount"], short.records.length);
});
