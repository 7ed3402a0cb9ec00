import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readHeader } from "../../../src/sqlfile/header.ts";
import { isOurs } from "../../../src/sqlfile/ours.ts";
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
