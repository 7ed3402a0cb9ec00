import assert from "node:assert/strict";
import { test } from "node:test";
import { knownIds } from "../../../src/language/knowledge/known-ids.ts";
import { tableReference } from "../../../src/tables/reference.ts";
import { features, saved, split } from "./marked-text.ts";

/** A text with its cursor, and what the hover there is headed by and says. */
const told: readonly (readonly [marked: string, heading: string | undefined, text?: RegExp])[] = [
  [
    "SELECT user|Id FROM signins",
    "userId varchar",
    /^Object id of the user; empty for applications\.\n\nColumn of signins\.$/,
  ],
  ["SELECT s.out|come FROM signins s", "outcome varchar", /TenantTrail computes it/],
  ["SELECT status.error|Code FROM signins", "status.errorCode integer", /^A field of status: /],
  ["SELECT w|ho FROM (SELECT userId AS who FROM signins)", "who varchar"],
  ["SELECT 1 FROM sig|nins", "signins (table, Sign-ins)", /Event time: createdDateTime/],
  ["SELECT 1 FROM even|ts", "events (view)"],
  ["SELECT date_tr|unc('day', createdDateTime) FROM signins", "date_trunc(unit, value) → the type of value"],
  ["SELECT any_match(targetResources, r -> r.display|Name = 'x') FROM audits", "r.displayName varchar"],
  ["SELECT 1 FROM signins WHERE status.errorCode = 501|26", "50126: wrong user name or password", /failure/],
  ["SELECT 1 FROM signins WHERE status.errorCode IN (0, 500|74)", "50074: second factor asked for", /interrupted/],
  ["SELECT 1 WHERE x = 5012612|6", undefined],
  ["SELECT 1 WHERE x = 5012|6.5", undefined],
  ["SELECT '62e90394-69f5-4237-9190-012177145|e10'", "Global Administrator", /built-in role/],
  ["SELECT '04B07795-8ddb-461a-bbee-02f9e1bf7b4|6'", "Microsoft Azure CLI", /application of Microsoft's own/],
  ["SELECT '04b07795-8ddb-461a-bbee-02f9e1bf7b4|7'", undefined],
  ["SELECT Result|Type FROM signins", "status.errorCode", /Microsoft Sentinel/],
  ["SELECT 1 FROM Signin|Logs", "signins_interactive", /Microsoft Sentinel/],
  [saved("SELECT :fr|om"), ":from date", /^First day\n\nDefault: "last 30 days"$/],
  ["SELECT :oth|er", ":other", /No header declares it/],
  ["/*---\nsever|ity: high\n---*/", "severity"],
  ["/*---\nparams:\n  codes: { default: [501|26] }\n---*/", "50126: wrong user name or password"],
  ["SELECT nowh|ere FROM signins", undefined],
  ["SEL|ECT 1", undefined],
  ["|", undefined],
];

for (const [marked, heading, text] of told)
  test(`the hover at ${marked.replaceAll("\n", " ").slice(-80)}`, () => {
    const hover = features.hover(...split(marked));
    assert.equal(hover?.heading.split("\n")[0], heading);
    if (text !== undefined) assert.match(hover?.text ?? "", text);
  });

test("each id is one of a kind, in lower case, with a name", () => {
  assert.equal(new Set(knownIds.map(({ id }) => id)).size, knownIds.length);
  for (const { id, name } of knownIds) {
    assert.match(id, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(name, /^[A-Z]\S/);
  }
});

test("the call around the cursor is shown with the argument that is written", () => {
  const help = (marked: string): string | undefined => {
    const found = features.signatureHelp(...split(marked));
    const signature = found?.signatures[found.active];
    const parameter = signature?.parameters[found?.activeParameter ?? 0];
    return (
      signature &&
      `${signature.label.slice(0, signature.label.indexOf("("))} ${signature.label.slice(parameter?.start, parameter?.end)}`
    );
  };
  assert.equal(help("SELECT date_add('day', |)"), "date_add count");
  assert.equal(help("SELECT date_add(|"), "date_add unit");
  assert.equal(help("SELECT split(concat(a, b), |)"), "split separator");
  assert.equal(help("SELECT split(concat(a, |), b)"), "concat value");
  assert.equal(help("SELECT regexp_extract(a, 'b,c', |)"), "regexp_extract group");
  assert.equal(help("SELECT lower(a)|"), undefined);
  assert.equal(help("SELECT (|)"), undefined);
});

test("a name leads to where it is declared", () => {
  const lines = tableReference().split("\n");
  const line = (marked: string): string | undefined => {
    const found = features.definition(...split(marked));
    if (found === undefined) return undefined;
    const [text] = split(marked);
    return "inFile" in found ? text.slice(found.inFile.start, found.inFile.end) : lines[found.referenceLine];
  };
  assert.match(line("SELECT user|Id FROM signins") ?? "", /^\| `userId` \| varchar/);
  assert.match(line("SELECT tenant|Id FROM audits") ?? "", /^\| `tenantId` /);
  assert.match(line("SELECT act|or FROM events") ?? "", /^\| `actor` /);
  assert.match(line("SELECT 1 FROM aud|its") ?? "", /^## audits: /);
  assert.equal(line("SELECT 1 FROM event|s"), "### events");
  assert.equal(line("WITH mine AS (SELECT 1) SELECT * FROM mi|ne"), "mine");
  assert.equal(line(saved("SELECT :fr|om")), "from");
});

test("the outline has the header, each statement with its tables, and its named queries", () => {
  const text = saved("WITH a AS (SELECT 1 FROM audits)\nSELECT * FROM a, signins;\nSELECT 2");
  const [header, first, second] = features.outline(text);
  assert.deepEqual([header?.name, header?.kind], ["Saved", "header"]);
  assert.deepEqual(
    [first?.name, first?.detail, first?.children.map(({ name }) => name)],
    ["WITH 1", "a, signins", ["a"]],
  );
  assert.deepEqual([second?.name, second?.detail], ["SELECT 2", ""]);
  assert.deepEqual(
    features.outline("-- %% Who was it?\nSELECT 1").map(({ name }) => name),
    ["SELECT 1"],
  );
});

test("header, statements and brackets of several lines can be folded", () => {
  const text = saved("WITH a AS (\n  SELECT 1\n)\nSELECT * FROM a");
  const folded = features.foldings(text).map(({ start, end }) => text.slice(start, end).replaceAll("\n", "⏎"));
  assert.ok(folded[0]?.startsWith("/*---") && folded[0].endsWith("---*/"));
  assert.deepEqual(folded.slice(1), ["WITH a AS (⏎  SELECT 1⏎)⏎SELECT * FROM a", "(⏎  SELECT 1"]);
});

test("a notebook's cell is read with the parameters of its notebook's header", () => {
  const header = "/*---\nparams: { since: { type: timestamp } }\n---*/";
  const cell = "SELECT 1 FROM signins WHERE dt = '2026-11-22' AND createdDateTime >= :since - INTERVAL '1' DAY";
  const at = cell.indexOf(":since") + 3;
  assert.deepEqual([...features.findings(cell, header)].flat(), []);
  assert.equal(features.hover(cell, at, header)?.heading, ":since timestamp");
  assert.ok(
    features.completion(cell, cell.indexOf("since"), header).items.some(({ label }) => label.includes("since")),
  );
  assert.equal(features.hover(cell, at)?.heading, ":since");
  assert.ok([...features.findings(cell)].flat().length > 0);
});
