import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { commitStaged } from "../../../src/lake/commit.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import { createStaging, nameInput, type StagedRow, stageRows } from "../../../src/lake/slices/staging.ts";
import { withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { verify } from "../../../src/lake/verify/verify.ts";
import { askLake, signIn, sliceFile } from "./temporary-lake.ts";

const roots: string[] = [];
after(async () => {
  for (const root of roots) await rm(root, { recursive: true, force: true });
});

async function newLake(): Promise<Lake> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-lake-"));
  roots.push(root);
  return new Lake(new FolderStorage(root));
}

function audit(id: string, activityDateTime: string, more: object): StagedRow {
  const raw = JSON.stringify({ id, activityDateTime, ...more });
  return { ...signIn(id, activityDateTime), table: "audits", raw };
}

async function commit(lake: Lake, rows: readonly StagedRow[]): Promise<Record<string, number>> {
  return withWorkDatabase(lake.storage, async (connection) => {
    await createStaging(connection);
    for (const input of new Set(rows.map((row) => row.input))) await nameInput(connection, input, `file-${input}`);
    await stageRows(connection, rows);
    const { counts, failed } = await commitStaged(new DuckDBSliceWork(connection, lake.storage), lake);
    assert.deepEqual(failed, []);
    const totals: Record<string, number> = {};
    for (const { change, rows: count } of counts) totals[change] = (totals[change] ?? 0) + count;
    return totals;
  });
}

const verifiedWhole = (lake: Lake) => withWorkDatabase(lake.storage, (connection) => verify(connection, lake, {}));

/** Without the files that no entry names, which the slower of two writers leaves. */
async function verified(lake: Lake) {
  const { strays: _, ...verification } = await verifiedWhole(lake);
  return verification;
}

const clean = { mismatched: [], missing: [], duplicated: [] };

test("rows land in the slice of their day, once, and a second import writes nothing", async () => {
  const lake = await newLake();
  const rows = [
    signIn("a", "2026-11-21T23:59:59.999Z"),
    signIn("b", "2026-11-22T00:00:00.000Z", { status: { errorCode: 50126 } }),
    signIn("b", "2026-11-22T00:00:00.000Z", { status: { errorCode: 50126 } }),
  ];
  assert.deepEqual(await commit(lake, rows), { added: 2 });
  const entries = await readdir(lake.storage.locate("_ledger/signins"));
  assert.deepEqual(await commit(lake, rows), {});
  assert.deepEqual(await readdir(lake.storage.locate("_ledger/signins")), entries);
  assert.deepEqual(
    await askLake(
      lake,
      "SELECT id, dt, status.errorcode FROM read_parquet(LAKE(signins), hive_partitioning = true) ORDER BY id",
    ),
    [
      ["a", "2026-11-21", null],
      ["b", "2026-11-22", 50126],
    ],
  );
  assert.deepEqual(await verified(lake), { checked: 2, ...clean });
  assert.deepEqual(await readdir(await lake.storage.scratch()), []);
});

test("a fuller observation replaces the kept row, a poorer one does not", async () => {
  const lake = await newLake();
  const at = "2026-11-22T10:00:00Z";
  await commit(lake, [signIn("a", at, { userPrincipalName: "x@y" })]);
  assert.deepEqual(await commit(lake, [signIn("a", at, { userPrincipalName: "x@y", appId: "z" })]), { updated: 1 });
  assert.deepEqual(await commit(lake, [signIn("a", at, {})]), {});
  assert.deepEqual(await commit(lake, [{ ...signIn("a", at, {}), source: "graph-v1.0" }]), {});
  assert.deepEqual(await askLake(lake, "SELECT appid FROM read_parquet(LAKE(signins))"), [["z"]]);
});

test("key order and OData annotations make no new version", async () => {
  const lake = await newLake();
  const row = signIn("a", "2026-11-22T10:00:00Z", { appId: "z", "@odata.type": "#x" });
  await commit(lake, [row]);
  const raw = '{"appId":"z","createdDateTime":"2026-11-22T10:00:00Z","id":"a"}';
  assert.deepEqual(await commit(lake, [{ ...row, raw }]), {});
});

test("two tenants may share a key", async () => {
  const lake = await newLake();
  const row = signIn("a", "2026-11-22T10:00:00Z");
  assert.deepEqual(await commit(lake, [row, { ...row, tenantId: "t2" }]), { added: 2 });
  assert.deepEqual(await verified(lake), { checked: 1, ...clean });
});

test("writers at once lose nothing", async () => {
  const lake = await newLake();
  const root = (lake.storage as FolderStorage).root;
  const writers = [0, 1, 2, 3];
  const rowsOf = (writer: number): StagedRow[] =>
    Array.from({ length: 40 }, (_, n) =>
      signIn(`${n % 2 === 0 ? "shared" : writer}-${n}`, `2026-11-2${n % 3}T1${n % 10}:00:00Z`),
    );
  const totals = await Promise.all(writers.map((writer) => commit(new Lake(new FolderStorage(root)), rowsOf(writer))));
  assert.equal(
    totals.reduce((sum, { added = 0 }) => sum + added, 0),
    20 + 4 * 20,
  );
  assert.deepEqual(await askLake(lake, "SELECT count(*), count(DISTINCT id) FROM read_parquet(LAKE(signins))"), [
    ["100", "100"],
  ]);
  assert.deepEqual(await verified(lake), { checked: 3, ...clean });
});

test("the lake is the same whatever the order and grouping of imports", async () => {
  // Audits, because a slice of them has fewer columns to write.
  const contents = (lake: Lake) => askLake(lake, "SELECT id, raw FROM read_parquet(LAKE(audits)) ORDER BY id");
  const arbitraryRow = fc
    .tuple(
      fc.integer({ min: 0, max: 6 }),
      fc.constantFrom("x", "y", ""),
      fc.constantFrom("graph-beta", "graph-v1.0", "portal-json"),
    )
    .map(([n, correlationId, source]) => ({
      ...audit(`k${n}`, `2026-11-2${n % 2}T10:00:00Z`, { correlationId }),
      source: source as StagedRow["source"],
    }));
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryRow, { minLength: 1, maxLength: 10 }), fc.nat(), async (rows, cut) => {
      const [whole, split] = [await newLake(), await newLake()];
      await commit(whole, rows);
      const at = cut % rows.length;
      await commit(split, rows.slice(at));
      await commit(split, rows.slice(0, at));
      await commit(split, rows);
      assert.deepEqual(
        (await contents(split)).map(([id]) => id),
        (await contents(whole)).map(([id]) => id),
      );
      assert.deepEqual(await commit(split, rows), {});
    }),
    { numRuns: 12 },
  );
});

test("a slice edited by hand is named, also after a later import into its day", async () => {
  const lake = await newLake();
  await commit(lake, [signIn("a", "2026-11-22T10:00:00Z"), signIn("b", "2026-11-22T11:00:00Z")]);
  const slice = await sliceFile(lake, "signins", "2026-11-22");
  await withWorkDatabase(lake.storage, async (connection) => {
    await connection.run(`CREATE TABLE t AS SELECT * FROM read_parquet('${slice}') WHERE id = 'a'`);
    await connection.run(`COPY t TO '${slice}' (FORMAT parquet)`);
  });
  assert.deepEqual(
    (await verified(lake)).mismatched.map((found) => found.slice),
    [slice],
  );
  await commit(lake, [signIn("c", "2026-11-22T12:00:00Z")]);
  assert.deepEqual(
    (await verified(lake)).mismatched.map((found) => found.slice),
    [slice],
  );
  assert.deepEqual(await askLake(lake, "SELECT count(*) FROM read_parquet(LAKE(signins))"), [["2"]]);
});

test("a slice that is not Parquet any more stops its day only", async () => {
  const lake = await newLake();
  await commit(lake, [signIn("a", "2026-11-21T10:00:00Z"), signIn("b", "2026-11-22T11:00:00Z")]);
  const slice = await sliceFile(lake, "signins", "2026-11-21");
  await writeFile(slice, "not parquet");
  const failed = await withWorkDatabase(lake.storage, async (connection) => {
    await createStaging(connection);
    await nameInput(connection, 0, "f");
    await stageRows(connection, [signIn("c", "2026-11-21T12:00:00Z"), signIn("d", "2026-11-22T12:00:00Z")]);
    return (await commitStaged(new DuckDBSliceWork(connection, lake.storage), lake)).failed;
  });
  assert.deepEqual(
    failed.map(({ part, error }) => [part.day, error.code]),
    [["2026-11-21", "broken-slice"]],
  );
  assert.deepEqual(
    (await verified(lake)).mismatched.map((found) => found.slice),
    [slice],
  );
});

test("a slice that no entry names is nobody's, and the import that wrote it is simply repeated", async () => {
  const lake = await newLake();
  await commit(lake, [signIn("a", "2026-11-22T10:00:00Z")]);
  await commit(lake, [signIn("b", "2026-11-22T11:00:00Z")]);
  const entries = (await readdir(lake.storage.locate("_ledger/signins"))).sort();
  await rm(lake.storage.locate(`_ledger/signins/${entries.at(-1)}`));
  const again = new Lake(lake.storage);
  assert.deepEqual(await askLake(again, "SELECT id FROM read_parquet(LAKE(signins))"), [["a"]]);
  assert.deepEqual(await verified(again), { checked: 1, ...clean });
  assert.equal((await verifiedWhole(again)).strays?.length, 1);
  assert.deepEqual(await commit(again, [signIn("b", "2026-11-22T11:00:00Z")]), { added: 1 });
  assert.deepEqual(await verified(again), { checked: 1, ...clean });
});

test("a damaged ledger is rebuilt from the slices", async () => {
  const lake = await newLake();
  for (const hour of [10, 11, 12]) await commit(lake, [signIn(`k${hour}`, `2026-11-22T${hour}:00:00Z`)]);
  const entry = lake.storage.locate("_ledger/signins/000000002.json");
  await writeFile(entry, "garbage");
  const state = await withWorkDatabase(lake.storage, (connection) =>
    lake.state(new DuckDBSliceWork(connection, lake.storage), "signins"),
  );
  assert.deepEqual(
    [...state.slices.values()].map(({ rows }) => rows),
    [3],
  );
  assert.deepEqual(
    (await verified(lake)).mismatched.map(({ slice }) => slice),
    [entry],
  );
  assert.deepEqual(await commit(lake, [signIn("k13", "2026-11-22T13:00:00Z")]), { added: 1 });
});

test("a row with an approximate time finds the slice that holds its key", async () => {
  const lake = await newLake();
  await commit(lake, [signIn("a", "2026-11-21T23:59:00Z", { appId: "z" })]);
  const rough: StagedRow = {
    ...signIn("a", "2026-11-22T00:01:00Z"),
    timeIsApproximate: true,
    source: "log-analytics",
    raw: '{"Id":"a","TimeGenerated":"2026-11-22T00:01:00Z"}',
  };
  assert.deepEqual(await commit(lake, [rough]), {});
  assert.deepEqual(await verified(lake), { checked: 1, ...clean });
});

test("an approximate row yields to the exact one, in whichever order they come", async () => {
  const exact = signIn("a", "2026-11-21T23:59:00Z", { appId: "z" });
  const rough: StagedRow = {
    ...signIn("a", "2026-11-22T00:01:00Z"),
    timeIsApproximate: true,
    source: "log-analytics",
    raw: '{"Id":"a","TimeGenerated":"2026-11-22T00:01:00Z"}',
  };
  for (const runs of [[[rough], [exact]], [[exact], [rough]], [[rough, exact]], [[rough], [rough, exact]]]) {
    const lake = await newLake();
    for (const rows of runs) await commit(lake, [...rows, signIn("other", "2026-11-22T05:00:00Z")]);
    assert.deepEqual(
      await askLake(
        lake,
        "SELECT id, dt, appid FROM read_parquet(LAKE(signins), hive_partitioning = true) ORDER BY id",
      ),
      [
        ["a", "2026-11-21", "z"],
        ["other", "2026-11-22", null],
      ],
    );
    assert.deepEqual(await verified(lake), { checked: 2, ...clean });
  }
});

test("a row that names no tenant finds its key, whoever was known when it first came", async () => {
  const row = (tenantId: string | null): StagedRow => ({ ...signIn("a", "2026-11-22T10:00:00Z"), tenantId });
  const lake = await newLake();
  assert.deepEqual(await commit(lake, [row(null)]), { added: 1 });
  await commit(lake, [signIn("b", "2026-11-22T11:00:00Z")]);
  assert.deepEqual(await commit(lake, [row(null)]), {});
  assert.deepEqual(await askLake(lake, "SELECT tenantid, id FROM read_parquet(LAKE(signins)) ORDER BY id"), [
    ["unassigned", "a"],
    ["t1", "b"],
  ]);
});

test("rows that nobody had named move to the tenant that brings the same keys", async () => {
  const at = "2026-11-22T10:00:00Z";
  const row = (key: string, tenantId: string | null, more: object = {}): StagedRow => ({
    ...signIn(key, at, more),
    tenantId,
  });
  const lake = await newLake();
  const tenants = () =>
    askLake(lake, "SELECT id, tenantid, appid FROM read_parquet(LAKE(signins)) ORDER BY id, tenantid");
  await commit(lake, [row("same", null), row("fuller", null), row("shared", null), row("other", null)]);
  const named = [
    row("same", "t1"),
    row("fuller", "t1", { appId: "x" }),
    row("shared", "t1", { appId: "y" }),
    row("shared", "t2", { appId: "z" }),
  ];
  assert.deepEqual(await commit(lake, named), { updated: 1, added: 2 });
  const expected = [
    ["fuller", "t1", "x"],
    ["other", "unassigned", null],
    ["same", "t1", null],
    ["shared", "t1", "y"],
    ["shared", "t2", "z"],
    ["shared", "unassigned", null],
  ];
  assert.deepEqual(await tenants(), expected);
  assert.deepEqual(await commit(lake, named), {});
  assert.deepEqual(await tenants(), expected);
  const ledger = await lake.ledger("signins").read();
  assert.deepEqual(
    [...ledger.state.slices.values()].map((slice) => slice.tenants),
    [{ t1: 3, t2: 1, unassigned: 2 }],
  );
  assert.deepEqual(await verified(lake), { checked: 1, ...clean });
});
