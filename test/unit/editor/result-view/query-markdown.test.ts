import assert from "node:assert/strict";
import { test } from "node:test";
import { queryMarkdown } from "../../../../src/editor/result-view/query-markdown.ts";

const summary = {
  title: "Spray *by* <b>address</b>",
  sql: "SELECT '```' AS fence\nFROM signins;\n",
  params: { minimum: 10 },
  coverage: [],
  lake: "/lakes/contoso",
  engine: "duckdb",
  askedAt: "2026-11-22T18:00:00.000Z",
  rowCount: 1204,
  notes: [{ tone: "warning", text: "Sign-ins: 2 files that the ledger does not name were not read." }],
} as const;

test("a query and its rows say what was asked, what was not read and how many rows are left out", () => {
  assert.equal(
    queryMarkdown(summary, "| a |\n| --- |\n| 1 |\n", 3),
    [
      String.raw`**Spray \*by\* \<b\>address\</b\>**`,
      "contoso · this machine · asked 2026-11-22 18:00 UTC · 3 of 1,204 rows · minimum = 10",
      "Sign-ins: 2 files that the ledger does not name were not read.",
      "````sql\nSELECT '```' AS fence\nFROM signins;\n````",
      "| a |\n| --- |\n| 1 |\n",
    ].join("\n\n"),
  );
});

test("all rows are told as such", () => {
  assert.match(queryMarkdown({ ...summary, notes: [] }, "| a |", 1204), /· 1,204 rows ·/);
});
