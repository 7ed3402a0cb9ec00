import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import type { TenantAccess } from "../../../src/protocol/collector.ts";
import { keptAccess, validAccess } from "../../../src/service/collecting/tenant-access.ts";

const access: TenantAccess = {
  tenantId: "6F1DE2A4-0000-4000-8000-000000000001",
  clientId: "6f1de2a4-0000-4000-8000-000000000002",
  cloud: "global",
  credential: { kind: "secret", secret: "Distinctive~Secret.Value" },
};

test("ids are lower case, and what is missing is named as the page calls it", () => {
  assert.equal(validAccess(access).tenantId, access.tenantId.toLowerCase());
  assert.throws(() => validAccess({ ...access, clientId: "app" }), /application \(client\) id/);
  assert.throws(() => validAccess({ ...access, credential: { kind: "secret", secret: "" } }), /The client secret/);
});

test("a damaged credential says so, and nothing of it", () => {
  const kept = JSON.stringify(access);
  assert.deepEqual(keptAccess(kept, "contoso.com"), validAccess(access));
  for (const damaged of [kept.slice(0, -3), "Distinctive~Secret.Value", JSON.stringify({ ...access, cloud: "x" })])
    assert.throws(
      () => keptAccess(damaged, "contoso.com"),
      (error: unknown) => {
        assert.match(String(error), /credential of contoso\.com is damaged/);
        assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /Distinctive|Secret\.V/);
        return true;
      },
    );
});
