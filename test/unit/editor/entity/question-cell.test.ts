import assert from "node:assert/strict";
import { test } from "node:test";
import { cellText } from "../../../../src/editor/entity/question-cell.ts";

const declarations = [
  { name: "from", type: "date", default: "last 30 days" },
  { name: "account", type: "varchar" },
  { name: "minimum", type: "bigint", default: 3 },
] as const;

test("values are written as literals, quotes doubled, and only where a parameter is used", () => {
  const sql = "SELECT ':account', a -- :account\nFROM events WHERE dt >= :from AND a = :account AND n > :minimum";
  const text = cellText({ sql, declarations }, { from: "2026-11-22", account: "o'hara'; DROP", minimum: 3 });
  assert.equal(
    text,
    "SELECT ':account', a -- :account\nFROM events WHERE dt >= '2026-11-22' AND a = 'o''hara''; DROP' AND n > :minimum",
  );
});

test("days in words stay a parameter, because they mean other days tomorrow", () => {
  const text = cellText({ sql: "SELECT 1 WHERE dt > :from", declarations }, { from: "last 30 days" });
  assert.equal(text, "SELECT 1 WHERE dt > :from");
});
