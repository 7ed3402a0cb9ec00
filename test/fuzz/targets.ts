import type { Target } from "./target.ts";
import { archives } from "./targets/archives.ts";
import { foreignLakes } from "./targets/foreign-lakes.ts";
import { languageTexts } from "./targets/language-texts.ts";
import { logTexts } from "./targets/log-texts.ts";
import { shownTexts } from "./targets/shown-texts.ts";
import { spreadsheets } from "./targets/spreadsheets.ts";
import { sqlFiles } from "./targets/sql-files.ts";
import { sqlMutants } from "./targets/sql-mutants.ts";
import { sqlTexts } from "./targets/sql-texts.ts";

/** Everything that is fuzzed, by the name that `--target` takes. */
export const targets: ReadonlyMap<string, Target<unknown>> = new Map<string, Target<unknown>>([
  ["archives", archives],
  ["foreign-lakes", foreignLakes],
  ["language-texts", languageTexts],
  ["log-texts", logTexts],
  ["shown-texts", shownTexts],
  ["spreadsheets", spreadsheets],
  ["sql-files", sqlFiles],
  ["sql-mutants", sqlMutants],
  ["sql-texts", sqlTexts],
]);
