import type { ResultColumn, ResultSummary } from "../../protocol/query.ts";
import type { ValueMeanings } from "../../protocol/result-page.ts";
import { errorCodes } from "../../tables/schema/error-codes.ts";

const errorCodeColumn = /(?:^|[._\s])error_?code$/i;

/** The record as its source gave it, in which a code may stand at any depth. */
const rawColumn = /(?:^|[._\s])raw$/i;

/** From sign-in error codes to what they mean. */
export const meaningsOfErrorCodes: Readonly<Record<string, string>> = Object.fromEntries(
  errorCodes.map(({ code, meaning }) => [String(code), meaning]),
);

/**
 * The meanings of sign-in error codes, for columns whose names say that they hold them (`errorCode`,
 * `status.errorCode`), and for fields of that name inside nested values.
 */
export function errorCodeMeanings(columns: readonly ResultColumn[]): readonly ValueMeanings[] {
  const held = columns.flatMap(({ name, type, kind }, column) => {
    if (errorCodeColumn.test(name)) return [{ column }];
    const mayHoldIt = kind === "nested" ? /errorcode/i.test(type) : rawColumn.test(name);
    return mayHoldIt ? [{ column, field: "errorcode" }] : [];
  });
  if (held.length === 0) return [];
  return held.map((each) => ({ ...each, values: meaningsOfErrorCodes }));
}

const tenantColumn = /(?:^|[._\s])tenant_?id$/i;

/** The names of tenants, for columns whose names say that they hold their ids (`tenantId`, `s.tenantId`). */
export function tenantMeanings({
  columns,
  coverage,
}: Pick<ResultSummary, "columns" | "coverage">): readonly ValueMeanings[] {
  const names = coverage.flatMap(({ tenantId, tenantName }) =>
    tenantId === undefined || tenantName === undefined ? [] : [[tenantId, tenantName] as const],
  );
  if (names.length === 0) return [];
  const values = Object.fromEntries(names);
  return columns.flatMap(({ name }, column) => (tenantColumn.test(name) ? [{ column, values }] : []));
}
