import fc from "fast-check";
import { DialectLake } from "../../unit/dialect/dialect-lake.ts";
import { BothLocks, hostileText, type MeantStatement, meantStatement } from "../../unit/dialect/hostile-statements.ts";
import type { Target } from "../target.ts";

const inputs = fc.oneof(
  hostileText,
  fc.string({ unit: "binary", maxLength: 200 }).map((text) => `SELECT ${text}`),
  meantStatement,
);

/**
 * Any text is refused with a place, or DuckDB reads in it what the translation meant; of a statement whose literals
 * and names are known it finds exactly these.
 */
export const sqlTexts: Target<string | MeantStatement> = {
  inputs,
  runs: 500,
  prepare: async () => {
    const lake = await DialectLake.open();
    const locks = new BothLocks(lake.connection);
    return {
      holds: (input) => (typeof input === "string" ? locks.holdsFor(input) : locks.reads(input)),
      close: () => lake.close(),
    };
  },
};
