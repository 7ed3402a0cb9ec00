import assert from "node:assert/strict";
import fc from "fast-check";
import { translate } from "../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { lakeSchema } from "../../../src/query/lake-schema.ts";
import { StatementLock } from "../../../src/query/lock/statement-lock.ts";
import { readHeader } from "../../../src/sqlfile/header.ts";
import { tokenize } from "../../../src/sqlfile/tokens.ts";
import { savedQueries } from "../../lake/queries/saved-query.ts";
import { DialectLake } from "../../unit/dialect/dialect-lake.ts";
import { mutants } from "../mutants.ts";
import type { Target } from "../target.ts";

const known = savedQueries().map(({ text }) => {
  const body = text.slice(readHeader(text)?.end ?? 0);
  return tokenize(body).map(({ start, end }) => body.slice(start, end));
});
const own =
  "canary()|read_text('x')|UNION ALL|(|)|,|:p|'a'|NULL|ARRAY[|]|CAST(|AS|x ->|CASE WHEN|END|*|GROUP BY 1|OVER ()";
const token = fc.constantFrom(...new Set(known.flat()), ...own.split("|"));
const schema = lakeSchema();

/** A shipped statement with words removed and put in is refused with a place, or passes the second lock. */
export const sqlMutants: Target<string> = {
  inputs: mutants(known, token).map((parts) => parts.join("")),
  runs: 250,
  prepare: async () => {
    const lake = await DialectLake.open();
    const lock = new StatementLock();
    return {
      holds: async (sql) => {
        let isTranslated = false;
        try {
          const translation = translate(sql, { schema });
          isTranslated = true;
          assert.doesNotMatch(translation.sql, /\b(?:canary|read_text)\s*\(/i);
          await lock.check(lake.connection, translation);
        } catch (error) {
          if (!(error instanceof TenantTrailError)) throw error;
          assert.ok(isTranslated || error.place !== undefined, `no place: ${error.message}`);
          assert.ok(!isTranslated || error.code === "sql-unsupported", `the second lock: ${error.message}`);
        }
      },
      close: () => lake.close(),
    };
  },
};
