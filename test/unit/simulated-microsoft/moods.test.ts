import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchOf } from "../../simulation/microsoft/fetch-face.ts";
import { calm, type MoodName, rough } from "../../simulation/microsoft/moods/moods.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, errorOf, graphAddress, TestReader, windowFilter } from "./test-reader.ts";

const start = Date.UTC(2026, 9, 1);
const end = start + 20 * day;
const signIns = graphAddress("/v1.0/auditLogs/signIns", windowFilter("createdDateTime", start, end), "$top=10");

interface Page {
  readonly value: readonly { readonly id?: string; readonly activityDisplayName?: string }[];
  readonly "@odata.nextLink"?: string;
}

function reader(mood: MoodName): TestReader {
  return new TestReader(tinyTenant({ seed: 1, startMs: start, endMs: end }), end, { moods: { ...calm, [mood]: 1 } });
}

test("a reset and a stall are failures of the connection", async () => {
  await assert.rejects(reader("reset").get(signIns), { name: "TypeError", message: "fetch failed" });
  const stalled = reader("stall");
  const signal = AbortSignal.abort(new Error("too slow"));
  await assert.rejects(
    fetchOf(stalled.microsoft)(new URL(signIns, "https://graph.microsoft.com"), { signal }),
    /too slow/,
  );
  const before = stalled.clock.now();
  await assert.rejects(stalled.get(signIns), { message: "fetch failed" });
  assert.ok(stalled.clock.now() - before >= day);
});

test("server errors have a status of their own and no page", async () => {
  assert.ok([500, 502, 503].includes((await reader("serverError").get(signIns)).status));
  const gateway = await reader("gatewayTimeout").get(signIns);
  assert.equal(gateway.status, 504);
  assert.match(gateway.text, /^<!DOCTYPE html>/);
});

test("a truncated body is cut on the wire, or was short before it was sent", async () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 12; seed++) {
    const tenant = tinyTenant({ seed, startMs: start, endMs: end });
    const asked = new TestReader(tenant, end, { moods: { ...calm, truncated: 1 } });
    try {
      const { json, status } = await asked.get(signIns);
      assert.deepEqual([status, json], [200, undefined]);
      seen.add("short");
    } catch (error) {
      assert.ok(error instanceof TypeError && error.message === "terminated");
      seen.add("cut");
    }
  }
  assert.deepEqual([...seen].sort(), ["cut", "short"]);
});

test("HTML and an error in the middle come with status 200", async () => {
  const html = await reader("html").get(signIns);
  assert.equal(html.status, 200);
  assert.match(html.headers.get("content-type") ?? "", /text\/html/);
  const embedded = await reader("embeddedError").get(signIns);
  assert.deepEqual([embedded.status, embedded.json], [200, undefined]);
  assert.match(embedded.text, /\{"error":\{"code":"BadRequest"/);
});

test("an empty page has a nextLink, and a repeated one leads to the same page", async () => {
  const empty = (await reader("emptyPage").get(signIns)).json as Page;
  assert.equal(empty.value.length, 0);
  assert.match(empty["@odata.nextLink"] ?? "", /skiptoken/);
  const asked = reader("repeatedLink");
  const first = (await asked.get(signIns)).json as Page;
  const link = first["@odata.nextLink"] ?? "";
  const second = (await asked.get(link)).json as Page;
  assert.equal(second["@odata.nextLink"], link);
});

test("foreign, malformed and repeated records stand among a page's own, which are all there", async () => {
  for (const mood of ["foreignObject", "malformed", "duplicates", "unordered", "shortPage"] as const) {
    const asked = reader(mood);
    const { records } = await asked.readAll(signIns);
    const own = new Set(asked.microsoft.tenant.visibleBy("signIns.v1.0", start, end + 1, end));
    const found = records.map((record) => record?.["id"]).filter((id) => own.has(String(id)));
    assert.deepEqual(new Set(found), own, mood);
    const others = records.length - found.length;
    assert.equal(others > 0, mood === "foreignObject" || mood === "malformed", mood);
    assert.equal(found.length > own.size, mood === "duplicates", mood);
    if (mood === "foreignObject") assert.ok(records.some((record) => "activityDisplayName" in record));
  }
});

test("expired page tokens and the passing licence error are refused as Microsoft does", async () => {
  const asked = reader("invalidSkipToken");
  const first = (await asked.get(signIns)).json as Page;
  const refused = await asked.get(first["@odata.nextLink"] ?? "");
  assert.equal(refused.status, 400);
  assert.match(errorOf(refused).message, /^Invalid Skip Token/);
  assert.equal(
    errorOf(await reader("licenceError").get(signIns)).code,
    "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
  );
});

test("in the roughest mood, whoever tries again long enough sees everything", async () => {
  const tenant = tinyTenant({ seed: 7, startMs: start, endMs: end });
  const asked = new TestReader(tenant, end + 2 * day, { moods: rough, retryAfter: "any" });
  const seen = new Set<unknown>();
  const own = tenant.visibleBy("signIns.v1.0", start, end + 1, end + 2 * day);
  let failures = 0;
  let next: string | undefined = signIns;
  for (let attempts = 0; next !== undefined && attempts < 400; attempts++) {
    try {
      const { status, json }: { status: number; json: unknown } = await asked.get(next);
      if (status !== 200 || json === undefined) throw new Error(`Status ${status}`);
      const page = json as Page;
      for (const record of page.value) seen.add(record?.id);
      next = page["@odata.nextLink"];
    } catch {
      failures += 1;
    }
  }
  assert.equal(next, undefined);
  assert.ok(failures > 0);
  assert.deepEqual(
    own.filter((key) => !seen.has(key)),
    [],
  );
});

test("from a time on, everything is calm", async () => {
  const tenant = tinyTenant({ seed: 7, startMs: start, endMs: end });
  const always = Object.fromEntries(Object.keys(calm).map((name) => [name, 1])) as unknown as typeof calm;
  // A record that cannot be read stays one.
  const moods = { ...always, poison: 0 };
  const asked = new TestReader(tenant, end, { moods, moodsUntilMs: end });
  assert.equal(
    (await asked.readAll(signIns)).records.length,
    tenant.visibleBy("signIns.v1.0", start, end + 1, end).length,
  );
});
