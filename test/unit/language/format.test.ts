import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { formatStatement } from "../../../src/language/formatting/format-statement.ts";
import { features, findingsOf, mended, saved } from "./marked-text.ts";

const shipped = new URL("../../../sql/", import.meta.url);
/** A list within a comparison that goes on behind it, which is set in once more by hand. */
const byHand = ["detections/mail-and-files/mail-forwarded-by-administrator.sql"];

test("formatting leaves the shipped queries as they are", () => {
  const names = readdirSync(shipped, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".sql"));
  const other = names.filter((name) => features.format(readFileSync(new URL(name, shipped), "utf8")).length > 0);
  assert.deepEqual(other, byHand);
});

/** A statement, and how it is laid out. */
const laidOut: readonly (readonly [text: string, lines: string])[] = [
  ["select a,b ,c from  t where a=1 and b in (1,2 , 3)", "select a, b, c⏎from t⏎where a = 1 and b in (1, 2, 3)"],
  ["select a\nfrom t\n\n\n\nwhere a\n and b", "select a⏎from t⏎⏎where a⏎  and b"],
  ["select\na,\nb as c\nfrom t", "select⏎  a,⏎  b as c⏎from t"],
  ["select a from t where a in (\nselect b\nfrom u\n)", "select a⏎from t⏎where a in (⏎  select b⏎  from u⏎)"],
  [
    "with x as (\nselect 1\n),\ny as (\nselect 2\n)\nselect 3",
    "with x as (⏎  select 1⏎),⏎y as (⏎  select 2⏎)⏎select 3",
  ],
  ["select 1 -- one\nfrom t", "select 1 -- one⏎from t"],
  ["select case\nwhen a then b\nelse c\nend from t", "select case⏎  when a then b⏎  else c⏎end⏎from t"],
  ["select a is distinct from b", "select a is distinct from b"],
  ["select 'a  b',  \"c  d\"", "select 'a  b', \"c  d\""],
  ["select -1,  - 1, a -1", "select -1, - 1, a -1"],
  ["select a [1] . b", "select a [1].b"],
  ["select (", "select ("],
  ["select ) ) 'x", "select)) 'x"],
];

for (const [text, lines] of laidOut)
  test(`laid out: ${text.replaceAll("\n", "⏎")}`, () => {
    assert.equal(formatStatement(text).replaceAll("\n", "⏎"), lines);
    assert.equal(formatStatement(formatStatement(text)), formatStatement(text));
  });

test("a file keeps its line ends, and what stands between its statements", () => {
  const text = saved("select 1 from t;\n\n-- next\nselect  2").replaceAll("\n", "\r\n");
  const edits = features.format(text).map((edit) => edit.text);
  assert.deepEqual(edits, ["select 1\r\nfrom t", "select 2"]);
});

test("the fix of the log day sets the days in as the header does, and leaves a header that is written otherwise", () => {
  const fixed = (params: string): string =>
    mended(`/*---\n${params}\n---*/\nSELECT :user FROM signins`, "no-day-filter");
  const deep = fixed("params:\n    user: { type: varchar }");
  assert.match(deep, /^params:\n {4}from: \{ .*\n {4}to: \{ .*\n {4}user: /m);
  assert.deepEqual(findingsOf(deep), []);
  for (const params of [
    "params: { user: { type: varchar } }",
    "params: # ours\n    user: { type: varchar }",
    "params:\n    # ours\n    user: { type: varchar }",
    "params:\n  { user: { type: varchar } }",
    "params:\n\n    user: { type: varchar }",
  ])
    assert.doesNotMatch(fixed(params), /from: \{/, params);
});

test("the fix of the log day declares the days in a header that has none, so that a run asks for a range", () => {
  const bare = mended("/*---\ntitle: Bare\n---*/\nSELECT 1 FROM signins", "no-day-filter");
  const other = mended("/*---\nparams:\n  user: { type: varchar }\n---*/\nSELECT :user FROM signins", "no-day-filter");
  for (const text of [bare, other]) {
    assert.match(text, /^params:\n {2}from: \{ type: date, default: last 30 days, .* \}\n {2}to: \{ type: date, /m);
    assert.match(text, /FROM signins WHERE dt BETWEEN :from AND :to$/);
    assert.deepEqual(findingsOf(text), []);
  }
  const whole = saved("SELECT 1 FROM signins");
  assert.equal(mended(whole, "no-day-filter"), `${whole} WHERE dt BETWEEN :from AND :to`);
});
