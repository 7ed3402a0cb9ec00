import assert from "node:assert/strict";
import { test } from "node:test";
import { isAsked } from "../../../../src/collector/run/due/plan-run.ts";

test("a range or a filter is asked for; tables, a tenant and a limit of time are not", () => {
  for (const request of [{ from: "2026-11-01" }, { to: "2026-11-02" }, { filter: { users: ["a@contoso.example"] } }])
    assert.equal(isAsked(request), true, JSON.stringify(request));
  for (const request of [{}, { tables: ["audits"] as const }, { tenantId: "t" }, { maxMinutes: 15 }])
    assert.equal(isAsked(request), false, JSON.stringify(request));
});
