import assert from "node:assert/strict";
import fc from "fast-check";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { harmless, harmlessSql } from "../../../src/query/results/formula.ts";
import type { Target } from "../target.ts";

const pieces = "=|+|-|@|\t|\r|\n|＝|＋|－|＠|'|\"|,|;| |cmd|'/c calc'!A0|1|é|\u200B|\uFEFF".split("|");
const inputs = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "grapheme", maxLength: 3 })), { maxLength: 8 })
  .map((parts) => parts.join("").replaceAll("\0", ""));

/** No text of an export is a formula, whether our code or DuckDB wrote it, and the text is still there. */
export const spreadsheets: Target<string> = {
  inputs,
  runs: 500,
  prepare: async () => {
    const database = await Database.open();
    const connection = await database.connect();
    return {
      holds: async (text) => {
        const written = harmless(text);
        assert.doesNotMatch(written, /^[=+\-@\t\r\n＝＋－＠]/);
        assert.ok(written === text || written === `'${text}`);
        const same = `${harmlessSql(literal(text))} = ${literal(written)}`;
        assert.equal((await connection.runAndReadAll(`SELECT ${same}`)).getRows()[0]?.[0], true);
      },
      close: () => {
        connection.closeSync();
        database.close();
      },
    };
  },
};
