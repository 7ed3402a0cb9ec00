import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { Database } from "../../../src/duckdb/database.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ExportFormat } from "../../../src/protocol/query.ts";
import { excelCutMark } from "../../../src/query/results/excel/excel-cell.ts";
import { writeWorkbook } from "../../../src/query/results/excel/excel-workbook.ts";
import { withByteOrderMark } from "../../../src/query/results/excel/with-byte-order-mark.ts";
import { exportOrigin } from "../../../src/query/results/export-origin.ts";
import { heldColumns } from "../../../src/query/results/held-column.ts";
import { HeldResult } from "../../../src/query/results/held-result.ts";
import { moveIntoPlace } from "../../../src/query/results/move-into-place.ts";
import { type LockedEngine, lockedEngine } from "./locked-engine.ts";
import { sheetCells, zipParts } from "./read-workbook.ts";

const formats: readonly ExportFormat[] = ["csv", "json", "parquet", "xlsx"];

const hostile = [
  '=HYPERLINK("http://evil")',
  "+1+1",
  "-2+3",
  "@SUM(A1)",
  "\tcmd",
  "\rcmd",
  "\n=1",
  "＝1",
  "plain",
  "",
  "it's",
  'quote " and, comma',
  "line\r\nbreak",
  "<script>alert(1)</script> & ]]>",
  "\u001b[31mred\u0000\u0007",
  "_x0041_x0042_ _x00",
  "😀 é ﷽",
  " spaced ",
];

async function exported(engine: LockedEngine, statement: string, format: ExportFormat, view: object = {}) {
  const { resultId } = await engine.run(statement, {
    values: statement.includes("$texts") ? { texts: JSON.stringify(hostile) } : {},
  });
  const path = join(engine.folder, `out.${format}`);
  const outcome = await engine.results.exportResult({ resultId, format, path, ...view });
  const content = await readFile(path);
  assert.equal(outcome.bytes, content.length);
  assert.deepEqual(await readdir(engine.scratch), [], "scratch is empty again");
  return { content, path, rows: outcome.rows };
}

const hostileStatement = `SELECT unnest(from_json($texts, '["VARCHAR"]')) AS "=text", -1 AS n`;

test("CSV has a byte order mark where one is asked for, and else none", async () => {
  await using engine = await lockedEngine();
  const plain = await exported(engine, "SELECT 'Zürich' AS city", "csv");
  const marked = await exported(engine, "SELECT 'Zürich' AS city", "csv", { hasByteOrderMark: true });
  assert.equal(plain.content.toString("utf8"), "city\r\nZürich\r\n");
  assert.deepEqual(marked.content, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain.content]));
  assert.equal((await stat(marked.path)).mode & 0o77, 0);
});

test("a cancel while the byte order mark is written is a cancel, and leaves the file as it was", async () => {
  await using engine = await lockedEngine();
  const file = join(engine.folder, "cities.csv");
  await writeFile(file, "city\r\n");
  const stop = new AbortController();
  const marking = withByteOrderMark(file, stop.signal);
  stop.abort();
  await assert.rejects(marking, CancelledError);
  assert.deepEqual(await readdir(engine.folder), ["cities.csv"]);
  assert.equal(await readFile(file, "utf8"), "city\r\n");
});

test("CSV: RFC 4180, one header, formulas harmless, numbers and everything else untouched", async () => {
  await using engine = await lockedEngine();
  const { content, rows } = await exported(engine, hostileStatement, "csv");
  assert.equal(rows, hostile.length);
  const text = content.toString("utf8");
  assert.ok(text.startsWith("'=text,n\r\n") && text.endsWith("\r\n"));
  assert.ok(text.includes('\r\n"quote "" and, comma",-1\r\n'));
  const records: string[][] = parse(content, { recordDelimiter: "\r\n" });
  const harmless = hostile.map((value) => (/^[=+\-@\t\r\n＝]/.test(value) ? `'${value}` : value));
  assert.deepEqual(
    records.slice(1),
    harmless.map((value) => [value, "-1"]),
  );
});

test("CSV and JSON: NULL, nested values, times, repeated names", async () => {
  await using engine = await lockedEngine();
  const statement = `SELECT NULL::VARCHAR AS id, '' AS id, {'a': [TIMESTAMP '2024-01-01 10:00:00.5']} AS o,
    TIMESTAMPTZ '2024-01-01 02:00:00+02' AS "at", 9007199254740993 AS big, 1.50::DECIMAL(4,2) AS d, 'nan'::DOUBLE AS x`;
  const csv = await exported(engine, statement, "csv");
  assert.equal(
    csv.content.toString("utf8"),
    'id,id_2,o,at,big,d,x\r\n,"","{""a"":[""2024-01-01T10:00:00.500Z""]}",2024-01-01T00:00:00.000Z,9007199254740993,1.50,NaN\r\n',
  );
  const json = await exported(engine, statement, "json");
  assert.deepEqual(JSON.parse(json.content.toString("utf8")), [
    {
      id: null,
      id_2: "",
      o: { a: ["2024-01-01T10:00:00.500Z"] },
      at: "2024-01-01T00:00:00.000Z",
      big: "9007199254740993",
      d: 1.5,
      x: "NaN",
    },
  ]);
});

test("JSON of hostile text reads back as it was; an empty result is an empty array", async () => {
  await using engine = await lockedEngine();
  const { content } = await exported(engine, hostileStatement, "json");
  assert.deepEqual(
    JSON.parse(content.toString("utf8")),
    hostile.map((text) => ({ "=text": text, n: -1 })),
  );
  const none = await exported(engine, "SELECT 1 AS n WHERE false", "json");
  assert.deepEqual(JSON.parse(none.content.toString("utf8")), []);
});

test("Parquet: zstd, the result's own types and values", async () => {
  await using engine = await lockedEngine();
  const { path } = await exported(
    engine,
    `SELECT 1::BIGINT AS id, 2 AS ID, TIMESTAMP '2024-01-01 00:00:00.001' AS seen, {'a': [1]} AS o, 5::HUGEINT AS h,
     INTERVAL 1 DAY AS i, '101'::BIT AS b, MAP {'k': 1} AS m`,
    "parquet",
  );
  const reader = await Database.open();
  await reader.use(async (connection) => {
    const read = await connection.runAndReadAll(`SELECT * FROM '${path}'`);
    assert.deepEqual(read.columnNames(), ["id", "ID_2", "seen", "o", "h", "i", "b", "m"]);
    assert.deepEqual(read.columnTypes().map(String), [
      "BIGINT",
      "INTEGER",
      "TIMESTAMP",
      'STRUCT("a" INTEGER[])',
      "DECIMAL(38,0)",
      "VARCHAR",
      "VARCHAR",
      "MAP(VARCHAR, INTEGER)",
    ]);
    const codecs = await connection.runAndReadAll(`SELECT DISTINCT compression FROM parquet_metadata('${path}')`);
    assert.deepEqual(codecs.getRowsJson(), [["ZSTD"]]);
  });
  reader.close();
});

test("Excel: literal text, real numbers, dates and booleans, a bold frozen header", async () => {
  await using engine = await lockedEngine();
  const { content, rows } = await exported(engine, hostileStatement, "xlsx");
  assert.equal(rows, hostile.length);
  const parts = await zipParts(content);
  const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
  assert.match(sheet, /<pane ySplit="1" [^>]*state="frozen"\/>/);
  assert.ok(sheet.endsWith(`</sheetData><autoFilter ref="A1:B${rows + 1}"/></worksheet>`));
  assert.ok(!/<f[ >]/.test(sheet), "no formula");
  const [header, ...cells] = sheetCells(sheet);
  assert.deepEqual(
    header?.map(({ value, style }) => [value, style]),
    [
      ["=text", "1"],
      ["n", "1"],
    ],
  );
  const legal = hostile.map((text) => text.replace(/[^\t\n\r -\u{10FFFF}]/gu, "\uFFFD"));
  assert.deepEqual(
    cells.map(([first]) => first?.value),
    legal,
  );
  assert.ok(
    cells.every(([first, second]) => first?.type === "inlineStr" && second?.type === "" && second.value === "-1"),
  );
  const typed = await exported(
    engine,
    `SELECT true AS b, TIMESTAMP '2024-01-01 12:00:00' AS t, DATE '2024-01-02' AS d, TIMESTAMP '1601-01-01' AS old, NULL AS z,
     1234567890123456 AS big, 0.5::DECIMAL(38,2) AS p, 'nan'::DOUBLE AS x, {'a': 1} AS o, repeat('a', 32767) AS fits,
     repeat('a', 32768) AS long, repeat('😀', 20000) AS faces`,
    "xlsx",
  );
  const [, row] = sheetCells((await zipParts(typed.content)).get("xl/worksheets/sheet1.xml") ?? "");
  assert.deepEqual(
    row?.slice(0, 9).map(({ type, style, value }) => `${type}/${style}/${value}`),
    [
      "b//1",
      "/2/45292.5",
      "/3/45293.0",
      "inlineStr//1601-01-01T00:00:00.000Z",
      "//",
      "inlineStr//1234567890123456",
      "//0.50",
      "inlineStr//NaN",
      'inlineStr//{"a":1}',
    ],
  );
  const [fits, long, faces] = (row ?? []).slice(9).map(({ value }) => value);
  assert.equal(fits, "a".repeat(32_767));
  assert.ok(long?.length === 32_767 && long.endsWith(excelCutMark));
  assert.ok(faces !== undefined && faces.length <= 32_767 && faces.endsWith(excelCutMark) && faces.isWellFormed());
});

test("every format exports the view, not the whole result", async () => {
  await using engine = await lockedEngine();
  const view = { sort: [{ column: 0, descending: true }], filters: [{ column: 0, op: "atMost", value: 3 }] };
  for (const format of formats) {
    const { rows, content } = await exported(engine, "SELECT range AS n FROM range(1000)", format, view);
    assert.equal(rows, 4, format);
    if (format === "csv") assert.equal(content.toString(), "n\r\n3\r\n2\r\n1\r\n0\r\n");
  }
});

test("an export replaces the old file only when it is whole", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT range AS n, hash(range)::VARCHAR AS t, repeat('x', 300) || hash(range + 1)::VARCHAR AS u FROM range(400000)",
  );
  for (const format of formats) {
    const path = join(engine.folder, `kept.${format}`);
    await writeFile(path, "before");
    const stop = new AbortController();
    const running = engine.results.exportResult({ resultId, format, path }, stop.signal);
    await sleep(40);
    stop.abort();
    await assert.rejects(running, CancelledError, format);
    assert.equal(await readFile(path, "utf8"), "before", format);
    assert.deepEqual(
      [await readdir(engine.scratch), (await readdir(engine.folder)).length],
      [[], formats.indexOf(format) + 1],
    );
  }
});

test("a destination that cannot be written is named, and nothing is left", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT 1 AS n");
  const folder = join(engine.folder, "a folder.csv");
  await mkdir(folder);
  for (const path of [folder, join(engine.folder, "absent", "out.csv")]) {
    await assert.rejects(
      engine.results.exportResult({ resultId, format: "csv", path }),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, "write-failed");
        assert.ok(error.message.includes(path));
        return true;
      },
    );
  }
  assert.deepEqual(await readdir(engine.scratch), []);
});

test("a move to another device copies beside the destination and renames", async () => {
  await using engine = await lockedEngine();
  const otherDevice = (): Promise<void> =>
    Promise.reject(Object.assign(new Error("cross-device link"), { code: "EXDEV" }));
  const from = join(engine.scratch, "from");
  const to = join(engine.folder, "to");
  await writeFile(from, "new");
  await writeFile(to, "old");
  await moveIntoPlace(from, to, undefined, otherDevice);
  assert.equal(await readFile(to, "utf8"), "new");
  assert.deepEqual(await readdir(engine.folder), ["to"]);
  await assert.rejects(moveIntoPlace(from, join(engine.folder, "gone", "to"), undefined, otherDevice), {
    code: "write-failed",
  });
  await assert.rejects(moveIntoPlace(from, to, AbortSignal.abort(), otherDevice), CancelledError);
  assert.deepEqual(await readdir(engine.folder), ["to"]);
});

test("Excel: rows beyond a sheet go on in further sheets, each with its header", async () => {
  await using engine = await lockedEngine();
  await engine.database.use(async (connection) => {
    await connection.run("CREATE TABLE many AS SELECT range AS n FROM range(5000)");
    const shape = await connection.run("SELECT * FROM many LIMIT 0");
    const summary = { ...(await engine.run("SELECT 1")), rowCount: 5000 };
    const held = new HeldResult(engine.database, "many", heldColumns(["n"], ["n"], shape.columnTypes()), summary);
    const file = join(engine.folder, "many.xlsx");
    const descending = { sort: [{ column: 0, descending: true }] };
    assert.equal(
      await writeWorkbook(held, connection, descending, file, exportOrigin(summary, descending, ""), undefined, 2000),
      5000,
    );
    const parts = await zipParts(await readFile(file));
    const sheets = [1, 2, 3].map((n) => sheetCells(parts.get(`xl/worksheets/sheet${n}.xml`) ?? ""));
    assert.deepEqual(
      sheets.map((rows) => rows[0]?.[0]?.value),
      ["n", "n", "n"],
    );
    const numbers = sheets.flatMap((rows) => rows.slice(1).map(([cell]) => Number(cell?.value)));
    assert.deepEqual(
      numbers,
      Array.from({ length: 5000 }, (_, index) => 4999 - index),
    );
    assert.match(parts.get("xl/workbook.xml") ?? "", /name="Result 3"/);
    assert.match(parts.get("xl/worksheets/sheet3.xml") ?? "", /<autoFilter ref="A1:A1001"\/>/);
  });
});

test("every export tells what was asked, of which lake, and what was not read", async () => {
  await using engine = await lockedEngine();
  const title = `Spray'; "of" <b> & \u0000`;
  const coverage = [
    {
      table: "signins" as const,
      tenantId: "t1",
      from: "2026-10-24",
      to: "2026-11-22",
      days: 30,
      states: { complete: 3, gap: 27 },
      gaps: [],
    },
  ];
  const params = { minimum: 10, "it's": "'); DROP" };
  const { resultId } = await engine.run("SELECT 1 AS n UNION ALL SELECT 2", { title, coverage, params });
  const notRead = ["27 of 30 days were not read (can still be filled)."];
  const filters = [{ column: 0, op: "equals", value: 2 }] as const;
  const told: Record<string, unknown>[] = [];
  for (const format of formats) {
    const path = join(engine.folder, `told.${format}`);
    const outcome = await engine.results.exportResult({ resultId, format, path, filters });
    assert.equal(outcome.rows, 1, format);
    if (format === "xlsx") {
      const parts = await zipParts(await readFile(path));
      assert.match(parts.get("xl/workbook.xml") ?? "", /name="Result".*name="About"/);
      const about = sheetCells(parts.get("xl/worksheets/sheet2.xml") ?? "").map((row) => row.map(({ value }) => value));
      assert.deepEqual(about[0], ["Title", title.replace("\u0000", "\uFFFD")]);
      assert.deepEqual(
        about.filter(([name]) => name === "Not read" || name === "Lake"),
        [
          ["Lake", "/lakes/contoso"],
          ["Not read", notRead[0]],
        ],
      );
    } else if (format === "parquet") {
      const database = await Database.open();
      const value = await database.use(async (connection) => {
        const reader = await connection.runAndReadAll(
          `SELECT decode(value) FROM parquet_kv_metadata('${path}') WHERE decode(key) = 'tenanttrail'`,
        );
        return String(reader.getRowsJson()[0]?.[0]);
      });
      database.close();
      told.push(JSON.parse(value));
    } else {
      assert.equal(outcome.metadataPath, `${path}-metadata.json`);
      told.push(JSON.parse(await readFile(`${path}-metadata.json`, "utf8")));
    }
  }
  assert.equal(told.length, 3);
  for (const origin of told) {
    assert.deepEqual(
      [origin["title"], origin["params"], origin["coverage"], origin["notRead"], origin["lake"], origin["view"]],
      [title, params, coverage, notRead, "/lakes/contoso", { filters }],
    );
    assert.match(String(origin["exportedAt"]), /^20\d\d-.*Z$/);
  }
  assert.deepEqual(await readdir(engine.scratch), []);
});
