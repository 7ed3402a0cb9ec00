import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { findHeader } from "../../../src/sqlfile/header.ts";
import { type TokenKind, tokenize } from "../../../src/sqlfile/tokens.ts";
import { type ColouredPiece, trinoColours } from "./coloured.ts";

const colours = await trinoColours();

/** The innermost scope of the first piece that is a text, without the grammar's own ending. */
function scopeOf(sql: string, text: string): string | undefined {
  const piece = colours(sql)
    .flat()
    .find((each) => each.text === text);
  return piece?.scopes.at(-1)?.replace(/\.trino$/, "");
}

test("words are coloured as what they are where they stand", () => {
  const meant: readonly (readonly [sql: string, text: string, scope: string])[] = [
    ["SELECT id FROM signins", "SELECT", "keyword.other"],
    ["select id from signins", "from", "keyword.other"],
    ["SELECT id FROM signins", "id", "source.sql"],
    ["SELECT status.errorCode FROM signins", "errorCode", "variable.other.property"],
    ["SELECT x.order FROM x", "order", "variable.other.property"],
    ["WHERE a = :account", ":account", "variable.parameter"],
    ["WHERE a IN (:list)", "IN", "keyword.other.logical"],
    ["SELECT count_if(x) FROM y", "count_if", "support.function"],
    ["SELECT DATE '2026-01-01'", "DATE", "storage.type"],
    ["SELECT min(x) AS date, 1", "date", "source.sql"],
    ["SELECT time, operation FROM events", "time", "source.sql"],
    ["SELECT CAST(x AS timestamp)", "timestamp", "storage.type"],
    ["SELECT CAST(x AS varchar(10))", "varchar", "storage.type"],
    ["SELECT INTERVAL '7' DAY", "DAY", "storage.type"],
    ["SELECT ARRAY[1, 2]", "ARRAY", "storage.type"],
    ["SELECT max(x) AS last FROM y", "last", "source.sql"],
    ["ORDER BY x DESC NULLS LAST", "NULLS LAST", "keyword.other"],
    ["ORDER BY x DESC", "DESC", "keyword.other"],
    ["FROM y LIMIT 10", "LIMIT", "keyword.other"],
    ["SELECT row_number() OVER (PARTITION BY a)", "OVER", "keyword.other"],
    ["SELECT NULL, true", "NULL", "constant.language"],
    ["CASE WHEN a THEN 1 END", "WHEN", "keyword.control.conditional"],
    ['SELECT "key" FROM events', "key", "variable.other.quoted"],
    ["SELECT `a`", "a", "invalid.illegal.quote"],
    ["SELECT 0x1F", "0x1F", "constant.numeric"],
    ["SELECT a::b", "::", "keyword.operator"],
    ["-- %% [markdown] Notes", "[markdown]", "keyword.other.marker"],
    ["-- %% Failures", " Failures", "entity.name.section"],
  ];
  for (const [sql, text, scope] of meant) assert.equal(scopeOf(sql, text), scope, `${text} in ${sql}`);
});

/** What a kind of token must be coloured as; of the others nothing is asked. */
const scopes: Readonly<Partial<Record<TokenKind, RegExp>>> = {
  comment: /^comment\./,
  string: /^(?:string|constant\.character\.escape)/,
  quoted: /^(?:variable\.other\.quoted|invalid\.illegal\.quote|constant\.character\.escape)/,
  parameter: /^variable\.parameter/,
  number: /^constant\.numeric/,
};

/** Every character of a text with its scopes; line ends have none. */
function scopesOfCharacters(text: string): readonly (readonly string[])[] {
  const lines: readonly (readonly ColouredPiece[])[] = colours(text);
  return text
    .split("\n")
    .flatMap((_, index) => [
      ...(index === 0 ? [] : [[]]),
      ...(lines[index] ?? []).flatMap((piece) => [...Array(piece.text.length)].map(() => piece.scopes)),
    ]);
}

function assertAgrees(text: string, from = 0): void {
  const found = scopesOfCharacters(text);
  for (const { kind, start, end } of tokenize(text.slice(from))) {
    const wanted = scopes[kind];
    for (let at = from + start; at < from + end; at++) {
      const here = found[at] ?? [];
      if (text[at] === "\n" || here.length === 0) continue;
      const isMeant = (scope: string): boolean => wanted?.test(scope) ?? false;
      const others = Object.values(scopes).filter((pattern) => pattern !== wanted && pattern !== scopes.quoted);
      const what = `${JSON.stringify(text.slice(from + start, from + end))} at ${at} is ${kind}, coloured ${here.join(" ")}`;
      if (wanted !== undefined) assert.ok(here.some(isMeant), what);
      else if (kind !== "unclosed" && kind !== "space")
        assert.ok(!here.some((scope) => others.some((pattern) => pattern.test(scope))), what);
    }
  }
}

test("comments, strings, names, parameters and numbers are coloured where our own reading finds them", () => {
  const piece = fc.constantFrom(
    ...["SELECT ", "a", "1.5e3", ":from", "::", "'it''s'", "''", '"a""b"', "-- note\n", "/* x\n y */", "\n", " "],
    ...[
      "$$ ' $$",
      "$t$ -- $t$",
      "X'0F'",
      "U&'x'",
      "x.",
      ".5",
      "0b1",
      "(",
      ")",
      ",",
      ";",
      "->",
      "%",
      "INTERVAL '1' DAY",
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => assertAgrees(pieces.join(""))),
    { numRuns: 400 },
  );
});

test("so are they in every shipped query, below its header", () => {
  const folder = new URL("../../../sql/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sql"));
  assert.ok(files.length > 20);
  for (const name of files) {
    const text = readFileSync(new URL(name.replaceAll("\\", "/"), folder), "utf8").replaceAll("\r\n", "\n");
    assertAgrees(text, findHeader(text)?.end ?? 0);
  }
});

test("the header is YAML, and ends where it ends, whatever its YAML leaves open", () => {
  const scopesAt = (sql: string, text: string): readonly string[] =>
    colours(sql)
      .flat()
      .find((each) => each.text.includes(text))?.scopes ?? [];
  for (const [open, close] of [
    ["attack: [T1110", "---*/"],
    ["title: x", "---*/"],
    ["attack: [T1110", "*/"],
    ["attack: [T1110 ---*/", ""],
  ]) {
    const sql = `/*---\n${open}\n${close}\nSELECT 1 FROM signins`;
    assert.ok(scopesAt(sql, "SELECT").includes("keyword.other.trino"), sql);
  }
  const header = "/*---\ntitle: x\nparams:\n---*/\nSELECT 1";
  assert.ok(scopesAt(header, "title").includes("entity.name.tag.yaml"));
  assert.ok(scopesAt(header, "title").includes("meta.embedded.block.yaml"));
  assert.ok(!scopesAt(header, "SELECT").includes("meta.embedded.block.yaml"));
});
