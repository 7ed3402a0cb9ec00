import assert from "node:assert/strict";
import { test } from "node:test";
import { calm } from "../../simulation/microsoft/moods/moods.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, TestReader } from "./test-reader.ts";

const start = Date.UTC(2026, 9, 1);
const end = start + 20 * day;
const queries = "/beta/security/auditLog/queries";

const reader = (moods = calm): TestReader =>
  new TestReader(tinyTenant({ seed: 6, startMs: start, endMs: end }), end, { moods });

async function run(asked: TestReader, more: object = {}): Promise<{ id: string; status: string }> {
  const body = {
    displayName: "test",
    filterStartDateTime: new Date(start + 2 * day).toISOString(),
    filterEndDateTime: new Date(start + 9 * day).toISOString(),
    ...more,
  };
  const made = await asked.post(queries, JSON.stringify(body));
  assert.equal(made.status, 201, made.text);
  const { id } = made.json as { id: string };
  for (;;) {
    const { json } = await asked.get(`${queries}/${id}`);
    const { status } = json as { status: string };
    if (status === "succeeded" || status === "failed") return { id, status };
    assert.equal((await asked.get(`${queries}/${id}/records`)).status, 400);
    await asked.clock.sleep(10_000);
  }
}

test("a search runs for a while and then gives every record by event time, older than content reaches", async () => {
  const asked = reader();
  const search = await run(asked);
  const { records, pages } = await asked.readAll(`${queries}/${search.id}/records?$top=20`);
  const expected = asked.microsoft.tenant.visibleBy("auditLogQuery", start + 2 * day, start + 9 * day, end);
  assert.deepEqual(
    records.map((record) => record["id"]),
    expected,
  );
  assert.ok(records.length > 20 && pages > 1);
  for (const { id, auditData } of records) assert.equal((auditData as { Id: string }).Id, id);
});

test("a search can be limited to users", async () => {
  const asked = reader();
  const { id } = await run(asked, { userPrincipalNameFilters: ["User3@tiny.example"] });
  const { records } = await asked.readAll(`${queries}/${id}/records`);
  assert.ok(records.length > 0);
  assert.ok(records.every((record) => record["userId"] === "user3@tiny.example"));
});

test("a search can fail, and can give less than there is, which is remembered", async () => {
  const failing = await run(reader({ ...calm, searchFailed: 1 }));
  assert.equal(failing.status, "failed");
  const asked = reader({ ...calm, withheld: 0.2 });
  const { id } = await run(asked);
  const { records } = await asked.readAll(`${queries}/${id}/records?$top=999`);
  const visible = asked.microsoft.tenant.visibleBy("auditLogQuery", start + 2 * day, start + 9 * day, end);
  const missing = visible.filter((key) => !records.some(({ id: found }) => found === key));
  assert.ok(missing.length > 0);
  assert.ok(missing.every((key) => asked.microsoft.withheld.within(key, end, asked.clock.now())));
});

test("a query without a window is refused", async () => {
  const asked = reader();
  assert.equal((await asked.post(queries, JSON.stringify({ displayName: "x" }))).status, 400);
  assert.equal((await asked.get(`${queries}/7e57ab1e-0000-4000-8000-00000000ffff`)).status, 404);
});
