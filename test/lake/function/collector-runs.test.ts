import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs } from "../../../src/base/time-units.ts";
import { takeLease } from "../../../src/function/lease.ts";
import { listTenants } from "../../../src/lake/collecting/tenant-settings.ts";
import { collectorFunctions, functionTables } from "../../../src/protocol/aws/function-report.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { sampleApp } from "../../simulation/microsoft/login/app-registration.ts";
import { functionRuns } from "./function-runs.ts";

/** No name, address, secret or token is in what a function tells. */
function assertTellsNobody(lines: readonly string[]): void {
  const told = lines.join("\n");
  assert.ok(told.length > 100);
  for (const hidden of [sampleApp.secrets[0]?.value ?? "?", "Contoso Ltd"]) assert.ok(!told.includes(hidden), hidden);
  assert.doesNotMatch(told, /@|\beyJ|(?:\d{1,3}\.){3}\d{1,3}/);
}

for (const name of collectorFunctions)
  test(`${name}: a run collects its own tables, publishes them for Athena and tells how it went`, async (t) => {
    const { run, lake, lines, metrics, tenant } = await functionRuns(t, name);
    const report = await run();
    assert.ok(report.state === "collected");
    assert.deepEqual(report.outcome.failures, []);
    const tables = report.outcome.tables.map(({ table }) => table);
    assert.deepEqual(tables, functionTables[name]);
    const paths = await lake.storage.names("");
    for (const table of tables) {
      const { state } = await lake.ledger(table).read();
      assert.ok(state.slices.size > 0, table);
      const manifests = await Promise.all(
        paths.filter((path) => path.startsWith(`tables/${table}/`)).map((path) => lake.storage.read(path)),
      );
      const published = manifests.flatMap((content) => new TextDecoder().decode(content).trim().split("\n"));
      const held = [...state.slices.values()].map(({ path }) => lake.storage.locate(path));
      assert.deepEqual(published.sort(), held.sort());
    }
    assert.ok(
      paths.every((path) => !/^(?:_ledger|slices)\//.test(path) || tables.some((table) => path.includes(table))),
    );
    const [settings] = await listTenants(lake.storage);
    assert.equal(settings?.tenantId, tenant.tenantId);
    assert.equal(settings?.clientId, sampleApp.clientId);
    const told = new Map(metrics.map(({ name: metric, value }) => [metric, value]));
    const expected = [
      "CoveredLagHours",
      "LateRows",
      "Requests",
      "Rows",
      "SecretDaysLeft",
      "ThrottledSeconds",
      "WindowsLeft",
    ];
    assert.deepEqual([...told.keys()].sort(), expected);
    assert.ok((told.get("Rows") ?? 0) > 0);
    assert.ok((told.get("CoveredLagHours") ?? 9) < 1, `${told.get("CoveredLagHours")} hours`);
    assert.ok(Math.abs((told.get("SecretDaysLeft") ?? 0) - 20) < 0.1);
    await run({ tenantId: "nobody@contoso.example" }).catch((error: Error) => lines.push(error.message));
    assertTellsNobody(lines);
  });

test("a run that finds another one at work ends at once and says so; nothing is asked of Microsoft", async (t) => {
  const { run, lake, clock, lines } = await functionRuns(t, "signins");
  const nowMs = clock.now();
  const path = "_state/lease-signins.json";
  assert.ok((await takeLease(lake.storage, { path, run: "other", nowMs, untilMs: nowMs + 600_000 })).given);
  const report = await run();
  assert.deepEqual(report, {
    state: "busy",
    function: "signins",
    since: new Date(nowMs).toISOString(),
    until: new Date(nowMs + 660_000).toISOString(),
  });
  assert.match(lines.join("\n"), /Another run/);
  assert.deepEqual((await lake.storage.names("_collector/")).length, 0);
});

test("its time over, a run ends with everything merged that it fetched, and the next goes on", async (t) => {
  const { run, lake, clock } = await functionRuns(t, "signins", {
    events: 2_000,
    mostRows: 20,
    // Of three minutes, two are for fetching, and five seconds of this machine's for merging.
    speed: 8,
  });
  const startedMs = clock.now();
  const first = await run({}, 180_000);
  assert.ok(first.state === "collected" && first.cutShort, JSON.stringify(first));
  assert.ok(clock.now() - startedMs < 180_000);
  const added = first.outcome.tables[0]?.added ?? 0;
  const fetched = first.outcome.tables[0]?.fetched ?? 0;
  assert.ok(added > 0);
  const rows = [...(await lake.ledger("signins").read()).state.slices.values()].reduce(
    (sum, each) => sum + each.rows,
    0,
  );
  assert.equal(rows, added);
  assert.ok(fetched >= added);
  const left = first.outcome.tables[0]?.remaining ?? 0;
  assert.ok(left > 0);
  const next = await run({}, 90_000);
  assert.ok(next.state === "collected");
  assert.ok((next.outcome.tables[0]?.added ?? 0) > 0);
});

test("a run in which no source could be read fails, and its lag is told all the same", async (t) => {
  const { run, lines, metrics, parameters, tenant } = await functionRuns(t, "audits");
  parameters[0] = {
    name: `/x/${tenant.tenantId}`,
    value: JSON.stringify({
      tenantId: tenant.tenantId,
      clientId: sampleApp.clientId,
      cloud: "global",
      clientSecret: "wrong-secret-of-nobody",
    }),
  };
  await assert.rejects(run(), { code: "sign-in-failed" });
  assert.ok(metrics.some(({ name }) => name === "CoveredLagHours"));
  assertTellsNobody(lines);
});

test("a run that failed says why, also when neither its lag can be told nor its lease be given back", async (t) => {
  const { run, lake, lines } = await functionRuns(t, "audits", { permissions: new Set() });
  const { storage } = lake;
  const failure = (): never => {
    throw new TenantTrailError("unreachable", "S3 does not answer.");
  };
  const names = storage.names.bind(storage);
  const write = storage.write.bind(storage);
  let settingsRead = 0;
  let leases = 0;
  // The settings are read for the credentials, for the collection, and for the lag.
  t.mock.method(storage, "names", (async (path, options) => {
    if (path === "_collector/") settingsRead += 1;
    return settingsRead > 2 ? failure() : names(path, options);
  }) satisfies typeof names);
  t.mock.method(storage, "write", (async (path, content, condition) => {
    if (path.startsWith("_state/lease-")) leases += 1;
    return leases > 1 ? failure() : write(path, content, condition);
  }) satisfies typeof write);
  await assert.rejects(run(), (error: Error & { code?: string }) =>
    /missing-permission|collect-failed/.test(error.code ?? ""),
  );
  assert.deepEqual([settingsRead, leases], [3, 2]);
  assert.match(lines.join("\n"), /"WARN","message":"The lag could not be told","reason":"S3 does not answer\."/);
  assert.match(lines.join("\n"), /"WARN","message":"The lease could not be given back"/);
});

test("a run that read everything and cannot tell its lag fails: nothing would be known of it", async (t) => {
  const { run, lake } = await functionRuns(t, "audits");
  const names = lake.storage.names.bind(lake.storage);
  let settingsRead = 0;
  t.mock.method(lake.storage, "names", (async (path, options) => {
    if (path === "_collector/") settingsRead += 1;
    if (settingsRead > 2) throw new TenantTrailError("unreachable", "S3 does not answer.");
    return names(path, options);
  }) satisfies typeof names);
  await assert.rejects(run(), { code: "unreachable" });
});

test("without permissions no source can be read, which is a failure too", async (t) => {
  const { run } = await functionRuns(t, "audits", { permissions: new Set() });
  await assert.rejects(run(), (error: Error & { code?: string }) =>
    /missing-permission|collect-failed/.test(error.code ?? ""),
  );
});

test("a stack without a credential collects nothing and says where it looks; a damaged one is named", async (t) => {
  const { run, parameters, lines } = await functionRuns(t, "risk");
  const [good] = parameters.splice(0);
  assert.ok(good);
  assert.equal((await run()).state, "no-tenant");
  parameters.push({ name: good.name, value: "dam-aged-secret" });
  await assert.rejects(run(), { code: "no-tenant" });
  assert.ok(!lines.join("\n").includes("dam-aged-secret"));
  parameters.push(good);
  const report = await run();
  assert.ok(report.state === "collected");
  assert.equal(report.outcome.warnings.length, 1);
});

test("a window is read by hand, of one tenant and table", async (t) => {
  const { run, clock, tenant } = await functionRuns(t, "audits");
  const from = new Date(clock.now() - 2 * 86_400_000).toISOString();
  const to = new Date(clock.now() - 86_400_000).toISOString();
  const report = await run({ tables: ["audits"], from, to, tenantId: tenant.tenantId });
  assert.ok(report.state === "collected");
  assert.deepEqual(
    report.outcome.tables.map(({ table }) => table),
    ["audits"],
  );
  await assert.rejects(run({ tenantId: "00000000-0000-4000-8000-000000000000" }), { code: "no-tenant" });
});

test("a view of Athena's that could not be published fails the run, whose logs stay, and the next run publishes it", async (t) => {
  const { run, lake, lines } = await functionRuns(t, "signins");
  // Its time is virtual and fast: a slow machine must not leave rows to the next run.
  const unhurried = () => run({}, 6 * hourMs);
  const { storage } = lake;
  const manifests = () => storage.names("tables/signins/");
  const write = storage.write.bind(storage);
  const refused = t.mock.method(storage, "write", (async (path, content, condition) => {
    if (path.startsWith("tables/"))
      throw new TenantTrailError("missing-permission", "The permission s3:PutObject is missing at s3://logs/tables.");
    return write(path, content, condition);
  }) satisfies typeof write);
  await assert.rejects(unhurried(), {
    message:
      "The logs were collected. Athena sees signins as it was before, until the next run publishes it. The permission s3:PutObject is missing at s3://logs/tables.",
  });
  assert.deepEqual(await manifests(), []);
  const held = async () =>
    [...(await lake.ledger("signins").read()).state.slices].map(([part, { rows }]) => [part, rows]);
  const before = await held();
  assert.ok(before.length > 0);
  assert.match(lines.join("\n"), /"message":"Collected"/);
  refused.mock.restore();
  const report = await unhurried();
  assert.ok(report.state === "collected");
  assert.deepEqual([report.outcome.tables[0]?.added, report.outcome.warnings], [0, []]);
  assert.deepEqual(await held(), before);
  assert.equal((await manifests()).length, new Set(before.map(([part]) => String(part).slice(0, 21))).size);
});

test("a quiet run looks at each marker of Athena's view once", async (t) => {
  const { run, lake } = await functionRuns(t, "audits");
  await run();
  const got = t.mock.method(lake.storage, "get");
  const report = await run();
  assert.ok(report.state === "collected" && report.outcome.tables.every(({ added }) => added === 0));
  const markers = got.mock.calls.flatMap(({ arguments: [path] }) =>
    path.startsWith("_state/manifests/") ? [path] : [],
  );
  assert.deepEqual(markers.sort(), ["_state/manifests/audits.json", "_state/manifests/provisioning.json"]);
});
