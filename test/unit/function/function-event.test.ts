import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvent } from "../../../src/function/function-event.ts";

test("the schedule's empty event and what a person asks for are taken", () => {
  for (const event of [{}, undefined, null]) assert.deepEqual(readEvent(event, "signins"), {});
  const asked = { tables: ["provisioning"], from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00Z" };
  assert.deepEqual(readEvent(asked, "audits"), asked);
  const tenantId = "7E57AB1E-0000-4000-8000-000000000001";
  assert.deepEqual(readEvent({ tenantId }, "risk"), { tenantId: tenantId.toLowerCase() });
});

test("anything else is refused by name, and nothing of it is said again", () => {
  const secret = "s3cr3t-value";
  const bad: readonly unknown[] = [
    secret,
    [],
    { [secret]: 1 },
    { tables: [] },
    { tables: [secret] },
    { tables: ["audits"] },
    { from: secret },
    { from: "2026-02-30" },
    { from: "2026-11-02T00:00:00+01:00" },
    { from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" },
    { tenantId: secret },
    { Records: [{ body: secret }] },
  ];
  for (const event of bad)
    assert.throws(
      () => readEvent(event, "signins"),
      (error: Error & { code?: string }) => error.code === "bad-argument" && !error.message.includes(secret),
      JSON.stringify(event),
    );
});
