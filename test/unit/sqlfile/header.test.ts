import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readHeader } from "../../../src/sqlfile/header.ts";
import { isOurs } from "../../../src/sqlfile/is-our-file.ts";
import { sqlText } from "./sql-text.ts";

const file = `/*---
title: Password spray
description: |
  Many accounts, one address.
severity: high
attack: [T1110.003]
tables: [signins]
params:
  from: { type: date, default: 2026-11-01, description: First log day }
  codes: { type: array(bigint), default: [50126, 50053] }
  names: { type: list, default: [a, b] }
  minimum: 5
chart: { type: bar, x: ipAddress, y: users }
owner: me
---*/
SELECT 1`;

test("the fields of a header", () => {
  const block = readHeader(file);
  assert.deepEqual(block?.diagnostics, []);
  assert.deepEqual(block?.header, {
    title: "Password spray",
    description: "Many accounts, one address.\n",
    severity: "high",
    attack: ["T1110.003"],
    tables: ["signins"],
    params: [
      { name: "from", type: "date", default: "2026-11-01", description: "First log day" },
      { name: "codes", type: "array(bigint)", default: [50126, 50053] },
      { name: "names", type: "array(varchar)", default: ["a", "b"] },
      { name: "minimum", type: "bigint", default: 5 },
    ],
    chart: { type: "bar", x: "ipAddress", y: ["users"] },
    other: { owner: "me" },
  });
  assert.equal(file.slice(block?.start, block?.end).endsWith("---*/"), true);
});

test("a broken header is a diagnostic with its place and keeps what can be read", () => {
  const text = "/*---\ntitle: ok\nseverity: deadly\nparams:\n  n: { type: bigint, default: many }\n---*/ SELECT 1";
  const block = readHeader(text);
  assert.equal(block?.header.title, "ok");
  assert.deepEqual(
    block?.diagnostics.map(({ place, start, end }) => [place.line, place.column, text.slice(start, end)]),
    [
      [3, 11, "deadly"],
      [5, 6, "{ type: bigint, default: many }"],
    ],
  );
});

test("a default that is no day is a diagnostic with its place, and no default", () => {
  for (const wrong of [
    "2026-02-30",
    '"2026-11-01 "',
    '""',
    "2026-11-01T00:00:00Z",
    "2026",
    "last day",
    "[2026-11-01]",
  ]) {
    const text = `/*---\nparams:\n  from: { type: date, default: ${wrong} }\n---*/ SELECT 1`;
    const block = readHeader(text);
    assert.deepEqual(block?.header.params, [{ name: "from", type: "date" }], wrong);
    const [diagnostic] = block?.diagnostics ?? [];
    assert.match(diagnostic?.message ?? "", /^The parameter :from needs a day as YYYY-MM-DD/, wrong);
    assert.deepEqual([diagnostic?.severity, diagnostic?.place.line, diagnostic?.place.column], ["error", 3, 9]);
  }
});

test("from and to may be days of the lake by words, and other parameters may not", () => {
  const params = (yaml: string) => readHeader(`/*---\nparams:\n${yaml}\n---*/ SELECT 1`);
  const both = params("  from: { type: date, default: last 30 days }\n  to: { type: date, default: last 30 days }");
  assert.deepEqual(both?.diagnostics, []);
  assert.deepEqual(
    both?.header.params.map((param) => param.default),
    ["last 30 days", "last 30 days"],
  );
  assert.match(
    params("  day: { type: date, default: last 30 days }")?.diagnostics[0]?.message ?? "",
    /:day needs a day/,
  );
});

test("defaults of from and to that are no range are a diagnostic", () => {
  const messages = (from: string, to: string) =>
    readHeader(
      `/*---\nparams:\n  from: { type: date, default: ${from} }\n  to: { type: date, default: ${to} }\n---*/ SELECT 1`,
    )?.diagnostics.map(({ message, place }) => [message, place.line]);
  assert.deepEqual(messages("2026-11-02", "2026-11-01"), [
    ["The days begin after they end: :from is 2026-11-02 and :to is 2026-11-01.", 4],
  ]);
  assert.match(String(messages("last 7 days", "last 30 days")), /give both the same words/);
  assert.deepEqual(messages("2026-11-02", "last 30 days"), []);
});

test("broken YAML and an unclosed header are diagnostics", () => {
  assert.equal(readHeader("/*---\ntitle: [a\n---*/")?.diagnostics[0]?.severity, "error");
  assert.match(readHeader("/*---\ntitle: a\n")?.diagnostics[0]?.message ?? "", /not closed/);
  assert.match(readHeader("/*---\njust text\n---*/")?.diagnostics[0]?.message ?? "", /key: value/);
});

test("reading never throws, whatever the text", () => {
  fc.assert(fc.property(sqlText, (text) => void readHeader(`/*---${text}`)));
});

test("an alias bomb is a diagnostic", () => {
  const levels = Array.from({ length: 12 }, (_, i) => `k${i}: &a${i} [${`*a${i - 1},`.repeat(i === 0 ? 0 : 10)}x]`);
  const block = readHeader(`/*---\n${levels.join("\n")}\n---*/`);
  assert.ok(block?.diagnostics.some(({ severity }) => severity === "error"));
});

test("whose file it is", () => {
  assert.equal(isOurs(file), true);
  assert.equal(isOurs("SELECT 1"), false);
  assert.equal(isOurs("/* --- */ SELECT 1"), false);
  assert.equal(isOurs("SELECT 1", { path: "C:\\w\\sql\\a.sql", savedQueryFolders: ["C:\\w\\sql"] }), true);
  assert.equal(isOurs("SELECT 1", { path: "/w/sqlx/a.sql", savedQueryFolders: ["/w/sql"] }), false);
  assert.equal(isOurs("SELECT 1", { openedAsNotebook: true }), true);
});

const header = (yaml: string): string => `/*---\n${yaml}\n---*/\nSELECT 1`;
const list = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

test("a header that could grow without bound is refused by name, before anything is built of it", () => {
  const bombs: readonly (readonly [string, RegExp])[] = [
    [list(20_000, (index) => `k${index}: 1`), /at most 65536 characters/],
    [list(2500, (index) => `k${index}: 1`), /at most 2000 entries/],
    [`params:\n${list(2500, (index) => `  p${index}: {}`)}`, /at most 2000 entries/],
    [`title: [${"a,".repeat(2500)}]`, /at most 2000 entries/],
    [`title: ${"[".repeat(5000)}`, /at most 20 levels/],
    [`title: ${"{a: ".repeat(5000)}`, /at most 20 levels/],
    [`title:\n ${"- ".repeat(900)}x`, /at most 20 levels/],
    [list(100, (index) => `${" ".repeat(index)}a:`), /at most 20 levels/],
    [list(100, (index) => `${" ".repeat(index)}"a":`), /at most 20 levels/],
    ["a: &a [x]\ntitle: *a", /anchors and aliases.*&a/],
    ["title: *nothing", /anchors and aliases.*\*nothing/],
    [`description: |\n${"  long\n".repeat(20_000)}`, /at most 65536 characters/],
  ];
  for (const [yaml, message] of bombs) {
    const block = readHeader(header(yaml));
    assert.deepEqual(block?.header, { attack: [], tables: [], params: [], other: {} });
    assert.equal(block?.diagnostics.length, 1, yaml.slice(0, 80));
    assert.match(block?.diagnostics[0]?.message ?? "", message);
    assert.equal(block?.diagnostics[0]?.severity, "error");
  }
});

test("keys that stand twice, belong to every object or copy another map are refused by name and change nothing", () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ["title: a\ntitle: b", /The key title stands twice/],
    ["params:\n  a: {}\n  a: {}", /The key a stands twice/],
    ["__proto__: { polluted: true }", /__proto__ cannot be a key/],
    ["params:\n  __proto__: { default: x }", /__proto__ cannot be a key/],
    ["params:\n  - name: __proto__", /__proto__ cannot be the name of a parameter/],
    ["base: {x: 1}\nother:\n  <<: {x: 2}", /no merge keys/],
    ["? [a, b]\n: c", /A key is a word/],
  ];
  for (const [yaml, message] of refused) {
    const block = readHeader(header(yaml));
    assert.match(block?.diagnostics.map((each) => each.message).join("; ") ?? "", message);
    assert.ok(!block?.header.params.some(({ name }) => name === "__proto__"));
  }
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test("a header within the bounds is read whole", () => {
  const params = readHeader(header(`params:\n${list(300, (index) => `  p${index}: { type: varchar, default: a }`)}`));
  assert.deepEqual(params?.diagnostics, []);
  assert.equal(params?.header.params.length, 300);
  const quoted = readHeader(header(`description: "[[[[[[[[[[[[[[[[[[[[[[[[[[ &a *b << - - -"`));
  assert.deepEqual(quoted?.diagnostics, []);
});

test("what comes before a header is blanks and comments of a line, however many", () => {
  const before = `\uFEFF${"-- note\r\n \t\n".repeat(50_000)}`;
  assert.equal(readHeader(`${before}${header("title: a")}`)?.header.title, "a");
  assert.equal(readHeader(`${before}SELECT 1 ${header("title: a")}`), undefined);
});

test("what is wrong at the very end of a file lies inside it", () => {
  const text = "/*---\na: [b\n";
  const { diagnostics = [] } = readHeader(text) ?? {};
  assert.ok(diagnostics.length > 0);
  for (const { start, end, place } of diagnostics) {
    assert.ok(start <= end && end <= text.length, `${start} to ${end}`);
    assert.equal(place.length, end - start);
  }
});

test("a header says where its tile stands on the dashboard", () => {
  const read = (value: string) => {
    const block = readHeader(`/*---\ndashboard: ${value}\n---*/`);
    return [block?.header.dashboard, block?.diagnostics.map(({ message }) => message)];
  };
  assert.deepEqual(read("{ order: 15, size: wide }"), [{ order: 15, size: "wide" }, []]);
  assert.deepEqual(read("{ order: 15 }"), [{ order: 15, size: "normal" }, []]);
  assert.deepEqual(read("true"), [{ order: 1_000_000, size: "normal" }, []]);
  assert.deepEqual(read("false"), [undefined, []]);
  assert.deepEqual(read("yes please"), [undefined, ["dashboard is { order, size }, or true"]]);
  assert.deepEqual(read("{ order: first, size: huge }"), [
    { order: 1_000_000, size: "normal" },
    ["size of a dashboard's tile is one of normal, wide", "order of a dashboard's tile is a number"],
  ]);
});
