import type { ResultColumn } from "../../protocol/query.ts";
import type { ValueMeanings } from "../../protocol/result-view.ts";
// biome-ignore lint/style/noRestrictedImports: a plain list of words, which the lake process would only pass through.
import { errorCodes } from "../../tables/error-codes.ts";

const errorCodeColumn = /(?:^|[._\s])error_?code$/i;

/** The meanings of sign-in error codes for the columns that hold them, told by their names (`errorCode`, `status.errorCode`). */
export function errorCodeMeanings(columns: readonly ResultColumn[]): readonly ValueMeanings[] {
  const held = columns.flatMap(({ name }, column) => (errorCodeColumn.test(name) ? [column] : []));
  if (held.length === 0) return [];
  const values = Object.fromEntries(errorCodes.map(({ code, meaning }) => [String(code), meaning]));
  return held.map((column) => ({ column, values }));
}
