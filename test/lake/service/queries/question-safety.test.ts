import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { signIn } from "../../../unit/import/reading.ts";
import { sliceOfDay } from "../../slices-of.ts";
import { openLake, signInIds } from "../open-lake.ts";

test("SQL that writes, attaches, reads other files, reaches the network or looks around is refused", async (t) => {
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))] });
  const outside = file("outside.csv", "secret\nTOP-SECRET\n");
  const parquet = join(dirname(root), "outside.parquet");
  const { resultId } = await service.runQuery({ sql: "SELECT id FROM signins" });
  await service.exportResult({ resultId, format: "parquet", path: parquet });
  const target = join(dirname(root), "written");
  const inLake = sliceOfDay(root, "signins", "2026-03-01");
  const before = readFileSync(inLake);
  const statements = [
    `COPY (SELECT 1) TO '${target}'`,
    `COPY (SELECT 1) TO '${inLake}' (FORMAT parquet)`,
    `ATTACH '${target}' AS other`,
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('/etc/passwd')",
    `SELECT * FROM read_csv('${outside}')`,
    `SELECT * FROM read_text('${outside}')`,
    `SELECT * FROM '${outside}'`,
    `SELECT * FROM "${outside}"`,
    `SELECT * FROM read_parquet('${parquet}')`,
    `SELECT * FROM read_parquet('${inLake}')`,
    `SELECT * FROM parquet_metadata('${inLake}')`,
    "SELECT * FROM read_parquet('https://example.com/x.parquet')",
    "SELECT * FROM 's3://bucket/x.parquet'",
    `SELECT * FROM glob('${root}/**')`,
    "SELECT getenv('HOME')",
    "SELECT current_setting('temp_directory')",
    "SELECT getvariable('x')",
    "PRAGMA database_list",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "RESET lock_configuration",
    "USE memory",
    "CREATE TABLE t AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "INSERT INTO signins VALUES (1)",
    "UPDATE signins SET id = 'x'",
    "DELETE FROM signins",
    "DROP VIEW signins",
    "ALTER TABLE signins ADD COLUMN x int",
    "TRUNCATE signins",
    "MERGE INTO signins USING signins s ON true WHEN MATCHED THEN DELETE",
    `EXPORT DATABASE '${target}'`,
    "CHECKPOINT",
    "VACUUM",
    "EXECUTE x",
    "CALL pragma_version()",
    "GRANT SELECT ON signins TO x",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('signins')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM sqlite_scan('x', 'y')",
    `SELECT 1; COPY (SELECT 1) TO '${target}'`,
    `WITH x AS (SELECT * FROM read_csv('${outside}')) SELECT * FROM x`,
    `SELECT (SELECT max(secret) FROM read_csv('${outside}'))`,
    `SELECT * FROM signins WHERE id IN (SELECT content FROM read_text('${outside}'))`,
    `SELECT 1 /* */ UNION ALL SELECT * FROM read_text('${outside}')`,
  ];
  for (const sql of statements)
    await assert.rejects(
      service.runQuery({ sql }),
      (error: { code?: string; message: string }) => {
        assert.match(error.code ?? error.message, /^sql-(refused|unsupported|syntax|failed)$/, sql);
        assert.doesNotMatch(error.message, /TOP-SECRET/, sql);
        return true;
      },
      sql,
    );
  assert.equal(existsSync(target), false);
  assert.deepEqual(readFileSync(inLake), before);
  assert.deepEqual(await signInIds(service), ["a"]);
});

test("a value for a parameter stays a value", async (t) => {
  const { service, file } = await openLake(t);
  const hostile = "x' OR '1'='1'; DROP VIEW signins; --";
  await service.importLogs({
    paths: [file("a", `${JSON.stringify(signIn("a"))}\n${JSON.stringify(signIn(hostile))}`)],
  });
  const { rowCount } = await service.runQuery({
    sql: "SELECT id FROM signins WHERE id = :id",
    params: { id: hostile },
  });
  assert.equal(rowCount, 1);
});

test("log text that looks like a formula, markup or terminal control is only text in every export", async (t) => {
  const { service, root, file } = await openLake(t);
  const hostile = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "<img src=x onerror=alert(1)>",
    "\u001b[31mred\u001b[0m",
    'a"b,c\nd',
  ];
  const records = hostile.map((userDisplayName, n) => JSON.stringify(signIn(`s${n}`, { userDisplayName })));
  await service.importLogs({ paths: [file("a", records.join("\n"))] });
  const { resultId } = await service.runQuery({ sql: "SELECT userdisplayname AS text FROM signins ORDER BY id" });
  const { rows } = await service.readWindow({ resultId, offset: 0, limit: 10 });
  assert.deepEqual(
    rows.map(([text]) => text),
    hostile,
  );
  const exported = async (format: "csv" | "json"): Promise<string> => {
    const path = join(dirname(root), `out.${format}`);
    assert.equal((await service.exportResult({ resultId, format, path })).rows, hostile.length);
    return readFileSync(path, "utf8");
  };
  const csv = await exported("csv");
  for (const formula of hostile.slice(0, 4)) assert.ok(csv.includes(`'${formula}`), `${formula} in ${csv}`);
  assert.doesNotMatch(csv, /(^|[,"\n])[=+@-]/);
  assert.deepEqual(
    JSON.parse(await exported("json")),
    hostile.map((text) => ({ text })),
  );
  const rowsAndColumns = { rows: { from: 0, to: hostile.length }, columns: [0] };
  const { text: tsv } = await service.copyText({ resultId, format: "tsv", headers: false, ...rowsAndColumns });
  assert.doesNotMatch(tsv, /(^|[\t"\n])[=+@]/);
  const { text: markdown } = await service.copyText({ resultId, format: "markdown", headers: true, ...rowsAndColumns });
  assert.doesNotMatch(markdown, /<img/);
});

test("a result of an earlier connection is not taken for one of the next", async (t) => {
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))] });
  const earlier = await service.runQuery({ sql: "SELECT id FROM signins" });
  await service.useConnection({ kind: "folder", path: root });
  await service.runQuery({ sql: "SELECT 'another' AS result" });
  await assert.rejects(service.readWindow({ resultId: earlier.resultId, offset: 0, limit: 1 }), {
    code: "no-such-result",
  });
});
