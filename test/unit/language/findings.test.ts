import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { supportedFunctions } from "../../../src/dialect/functions/call.ts";
import { runsOnAthenaAlone } from "../../../src/language/functions/athena-functions.ts";
import { knownFunctions, parametersOf } from "../../../src/language/functions/known-functions.ts";
import { lakeTables } from "../../../src/language/knowledge/lake-tables.ts";
import { sentinelColumns, sentinelTables } from "../../../src/language/knowledge/sentinel-names.ts";
import { codeTokens } from "../../../src/language/statement/code-tokens.ts";
import { KnownTexts } from "../../../src/language/statement/known-text.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { features, findingsOf, itemsAt, mended, saved } from "./marked-text.ts";

const shipped = new URL("../../../sql/", import.meta.url);
const bounded = "WHERE dt = '2026-11-22'";

test("nothing is said of any query that is shipped", () => {
  const names = readdirSync(shipped, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sql"));
  assert.ok(names.length > 40);
  for (const name of names) assert.deepEqual(findingsOf(readFileSync(new URL(name, shipped), "utf8")), [], name);
});

/** A text, and for each finding its severity, its place's text and its message. */
const said: readonly (readonly [text: string, ...found: readonly (readonly [string, string, string])[]])[] = [
  [`SELECT userId FROM signins ${bounded}`],
  [
    `SELECT usrId, status.errorCod FROM signins ${bounded}`,
    ["error", "usrId", "There is no column usrId here. Did you mean userId?"],
    ["error", "errorCod", "There is no field errorCod here. Did you mean errorCode?"],
  ],
  [
    `SELECT s.userIdd FROM signins s ${bounded}`,
    ["error", "userIdd", "There is no column userIdd here. Did you mean userId?"],
  ],
  [
    `SELECT ResultType FROM signins ${bounded}`,
    [
      "error",
      "ResultType",
      "There is no column ResultType. What Microsoft Sentinel calls ResultType is status.errorCode here.",
    ],
  ],
  [
    "SELECT 1 FROM SigninLogs",
    [
      "warning",
      "SigninLogs",
      "There is no table SigninLogs. What Microsoft Sentinel calls SigninLogs is signins_interactive here.",
    ],
  ],
  [
    "SELECT 1 FROM signin",
    [
      "warning",
      "signin",
      "A lake has no table signin. Did you mean signins or signins_interactive or signins_noninteractive?",
    ],
  ],
  [
    "SELECT 1 FROM flowlogs",
    ["warning", "flowlogs", "A lake has no table flowlogs. A database of Athena may have it."],
  ],
  [
    "SELECT 1 FROM other.flows",
    [
      "information",
      "flows",
      "flows is in another database of Athena, so nothing is checked that is read from it. It cannot be read on this machine.",
    ],
  ],
  ["SELECT frobnicate(1)", ["error", "frobnicate", "Athena has no function frobnicate."]],
  ["SELECT lowr('A')", ["error", "lowr", "Athena has no function lowr. Did you mean lower or corr or dow?"]],
  ["SELECT iff(true, 1, 2)", ["error", "iff", "Athena has no function iff. Write if(condition, then, otherwise)."]],
  ["SELECT sha512(to_utf8('a'))", ["warning", "sha512", "sha512 runs on Athena, but not on this machine."]],
  ["SELECT", ["error", "T", "The statement ends where an expression was expected"]],
  [
    "DROP TABLE signins",
    [
      "error",
      "DROP",
      "DROP is refused: only statements that read (SELECT, WITH, VALUES, TABLE, SHOW TABLES, DESCRIBE) run here",
    ],
  ],
  [`SELECT 1 FROM signins ${bounded} AND userId > 3`, ["error", "userId > 3", "Cannot apply > to varchar and integer"]],
  [
    "SELECT 1 FROM signins",
    [
      "hint",
      "signins",
      "All days of signins that are held are read here. A filter on dt reads only the days that it names.",
    ],
  ],
  ["SELECT 1;\n\nSELECT x;", ["error", "x", "There is no column x here."]],
  ["/*---\ntitel: x\n---*/\nSELECT 1", ["warning", "titel", "titel is no key of a header. Did you mean title?"]],
  [saved("SELECT :from"), ["hint", "to", "No statement uses :to, and a run asks for no value of it."]],
];

for (const [text, ...found] of said)
  test(`said of ${text.replaceAll("\n", " ").slice(-90)}`, () => {
    const all = findingsOf(text).map(({ severity, start, end, message }) => [
      severity,
      text.slice(start, end),
      message,
    ]);
    assert.deepEqual(all, found);
  });

test("a fix writes what was meant", () => {
  assert.equal(mended("SELECT usrId FROM signins", "unknown-column"), "SELECT userId FROM signins");
  assert.equal(mended("SELECT 1 FROM AuditLogs", "unknown-table"), "SELECT 1 FROM audits");
  assert.equal(mended("SELECT lowr('A')", "unknown-function"), "SELECT lower('A')");
});

test("the filter of the log day is added to what is there, under the right name, and changes nothing else", () => {
  const fixed = (text: string): string => mended(text, "no-day-filter");
  const days = "dt BETWEEN :from AND :to";
  assert.equal(fixed("SELECT 1 FROM signins"), `SELECT 1 FROM signins WHERE ${days}`);
  assert.equal(fixed("SELECT 1\nFROM signins\nLIMIT 3"), `SELECT 1\nFROM signins\nWHERE ${days}\nLIMIT 3`);
  assert.equal(
    fixed("SELECT 1 FROM signins WHERE id = 'a' AND isInteractive"),
    `SELECT 1 FROM signins WHERE ${days} AND id = 'a' AND isInteractive`,
  );
  assert.equal(
    fixed("SELECT 1 FROM signins WHERE id = 'a' OR id = 'b' ORDER BY 1"),
    `SELECT 1 FROM signins WHERE ${days} AND (id = 'a' OR id = 'b') ORDER BY 1`,
  );
  assert.equal(
    fixed("SELECT 1 FROM signins s JOIN audits AS a ON s.id = a.id"),
    `SELECT 1 FROM signins s JOIN audits AS a ON s.id = a.id WHERE s.${days}`,
  );
  assert.equal(
    fixed("WITH x AS (SELECT id FROM signins) SELECT * FROM x"),
    `WITH x AS (SELECT id FROM signins WHERE ${days}) SELECT * FROM x`,
  );
  assert.deepEqual(
    findingsOf("SELECT 1 FROM signins LEFT JOIN audits a ON true").flatMap(({ fixes }) => fixes),
    [],
  );
});

test("no filter of the log day is offered where fewer days would give other rows than those of the days", () => {
  const seen = "SELECT userId FROM signins";
  const days = `${seen} WHERE dt BETWEEN :from AND :to`;
  for (const text of [
    `${days} EXCEPT ${seen}`,
    `${days} EXCEPT DISTINCT ${seen}`,
    `${days} EXCEPT (${seen})`,
    `${days} INTERSECT ${seen}`,
    `${days} AND userId NOT IN (${seen})`,
    `${days} AND NOT (userId IN (${seen}))`,
    `${days} AND NOT EXISTS (${seen} s WHERE s.id = 'a')`,
    `${days} AND createdDateTime > (SELECT max(createdDateTime) FROM signins)`,
    `SELECT s.id FROM (${days}) s LEFT JOIN (${seen}) o ON s.userId = o.userId WHERE o.userId IS NULL`,
    `WITH seen AS (${seen}) ${days} EXCEPT SELECT userId FROM seen`,
    `WITH seen AS (${seen}), also AS (SELECT userId FROM seen) ${days} AND userId NOT IN (SELECT userId FROM also)`,
  ])
    assert.deepEqual(
      findingsOf(text).flatMap(({ fixes }) => fixes),
      [],
      text,
    );
  assert.equal(mended(`${seen} UNION ${days}`, "no-day-filter"), `${days} UNION ${days}`);
  assert.equal(mended(`${seen} EXCEPT ${days}`, "no-day-filter"), `${days} EXCEPT ${days}`);
});

test("the filter of the log day names the column that USING makes of both", () => {
  const joined = "SELECT count(*) FROM signins s JOIN audits a USING (dt)";
  const [first] = findingsOf(joined).flatMap(({ fixes }) => fixes);
  assert.equal(first?.edits[0]?.text, " WHERE dt BETWEEN :from AND :to");
  const third = `${joined} JOIN riskdetections r ON r.id = s.id`;
  assert.deepEqual(
    findingsOf(third).flatMap(({ fixes }) => fixes),
    [],
  );
});

test("every fix of the log day leaves nothing to be said of its reading", () => {
  for (const name of lakeTables.keys()) {
    const text = `SELECT count(*) FROM ${name} WHERE tenantId = 'a' OR tenantId = 'b'`;
    assert.deepEqual(findingsOf(mended(text, "no-day-filter")), []);
  }
});

test("a key of the writer's own is left alone, and no key that is there is meant by another", () => {
  const codes = (yaml: string): readonly string[] =>
    findingsOf(`/*---\n${yaml}\n---*/\nSELECT 1`).map(({ message }) => message);
  assert.deepEqual(codes("title: a\nsubtitle: b\ndatasource: c"), []);
  assert.deepEqual(codes("subtitle: b"), []);
  assert.deepEqual(codes("title: a\ntitel: b"), []);
  assert.deepEqual(codes("titel: b"), ["titel is no key of a header. Did you mean title?"]);
});

test("a hundred unknown names of a statement are told, and each is looked for in tokens that are read once", () => {
  const names = Array.from({ length: 1000 }, (_, index) => `a${index}`);
  assert.equal(findingsOf(`SELECT 1 FROM signins WHERE userId IN (${names.join(", ")})`).length, 100);
});

test("a query begins at the same brackets however many there are", () => {
  const text = `SELECT ${"(".repeat(3)}SELECT 1`;
  const { all, queries } = codeTokens(text);
  assert.deepEqual(
    [...queries].sort((a, b) => a - b).map((index) => all[index]?.word),
    ["select", "(", "(", "(", "select"],
  );
  assert.equal(codeTokens(`SELECT ${"(".repeat(100_000)}1`).queries.size, 1);
});

test("only the statements of a place are looked at when it is asked for, and of a file the first thousand", () => {
  const text = "SELECT x;\nSELECT y;\nSELECT z;";
  const found = [...features.findings(text, "", { start: 12, end: 12 })].flat();
  assert.deepEqual(
    found.map(({ start, end }) => text.slice(start, end)),
    ["y"],
  );
  const many = findingsOf("SELECT x;\n".repeat(1002));
  assert.equal(many.filter(({ code }) => code === "unknown-column").length, 1000);
  assert.equal(many.filter(({ code }) => code === "unchecked").length, 1);
});

test("what is remembered of texts is bounded by their number and their characters", () => {
  const known = new KnownTexts<number>(3, 10);
  let asked = 0;
  const ask = (text: string): number => known.get(text, () => ++asked);
  assert.deepEqual(["aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"].map(ask), [1, 2, 1, 3, 1, 4]);
  assert.deepEqual(["x".repeat(11), "x".repeat(11)].map(ask), [5, 6]);
});

test("every function of the dialect is described, and no other; none is said to run on Athena alone", () => {
  assert.deepEqual([...knownFunctions.keys()].sort(), supportedFunctions());
  for (const { name, calls, gives } of knownFunctions.values()) {
    assert.ok(!runsOnAthenaAlone(name), name);
    assert.match(gives, /^[-A-Z0-9].*[.…]$|^x .*\.$/, name);
    for (const call of calls) {
      assert.ok(call.startsWith(name), call);
      for (const { start, end } of parametersOf(call))
        assert.equal(call.slice(start, end).trim(), call.slice(start, end));
    }
  }
});

test("every name of Sentinel's leads to one that is there", () => {
  for (const ours of sentinelTables.values()) assert.ok(lakeTables.has(ours), ours);
  for (const table of tableNames)
    for (const [theirs, ours] of sentinelColumns(table)) {
      assert.deepEqual(findingsOf(`SELECT ${ours} FROM ${table} WHERE dt = '2026-11-22'`), [], ours);
      const isOurs = lakeTables.get(table)?.columns.some(({ name }) => name.toLowerCase() === theirs.toLowerCase());
      // Both mean something else here: a row with a country, and a retired column.
      assert.equal(isOurs, ["Location", "StatusInfo"].includes(theirs), `${theirs} is a column of ${table} already`);
      assert.ok(itemsAt(`SELECT | FROM ${table}`).some(({ label }) => label === theirs));
    }
});
