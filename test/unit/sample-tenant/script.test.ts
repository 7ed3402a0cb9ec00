import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("../../../scripts/sample-tenant.mjs", import.meta.url));

test("the script writes one NDJSON file per table and the truth beside them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sample-tenant-"));
  try {
    const options = { days: 2, scale: 0.5, seed: 4, users: 30, end: "2026-06-13T00:00:00Z" };
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const { stdout } = await run(process.execPath, [script, folder, ...flags]);
    assert.match(stdout, /records of Contoso \(simulated\)/);
    assert.deepEqual((await readdir(folder)).sort(), [
      "activity.ndjson",
      "attacks.json",
      "directoryAudits.ndjson",
      "provisioning.ndjson",
      "riskDetections.ndjson",
      "riskyUsers.ndjson",
      "signins.ndjson",
    ]);
    const expected = Array.from(sampleEvents(options))
      .filter((event) => event.table === "signins")
      .map((event) => `${JSON.stringify(event.record)}\n`);
    assert.equal(await readFile(join(folder, "signins.ndjson"), "utf8"), expected.join(""));
    const truth = JSON.parse(await readFile(join(folder, "attacks.json"), "utf8"));
    assert.deepEqual(truth.tenant, { tenantId: sampleTenantId, displayName: "Contoso (simulated)", simulated: true });
    assert.deepEqual(truth.attacks, JSON.parse(JSON.stringify(labels(options))));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("without a folder the script says how it is used and fails", async () => {
  await assert.rejects(run(process.execPath, [script]), { code: 2, stderr: /^Usage: / });
});
