import type { DuckDBConnection } from "@duckdb/node-api";
import type { ComparisonChoice } from "../../../protocol/comparing/comparison.ts";
import type { HeldResult } from "../held-result.ts";
import { streamTexts } from "../read-rows.ts";
import { isFraction, isNested } from "../trino-types.ts";
import { comparedValue, type PairedColumn, pairColumns } from "./pair-columns.ts";

/** So many first columns are tried together. */
const mostTogether = 4;

/**
 * What two results can be compared by, with a guess that was tried: a column that is called an id, or else the fewest first
 * columns, by which no two rows of either result are alike and none has NULL.
 */
export async function guessKeys(
  before: HeldResult,
  after: HeldResult,
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<ComparisonChoice> {
  const pairs = pairColumns(before.columns, after.columns).shared;
  const shared = pairs.map(({ name, before: one, after: other }) => ({
    name,
    isNested: isNested(other.type),
    ...(one.shown.type !== other.shown.type && { types: { before: one.shown.type, after: other.shown.type } }),
  }));
  const tells = async (columns: readonly PairedColumn[]): Promise<boolean> =>
    (await isTold(before, "before", columns, connection, signal)) &&
    (await isTold(after, "after", columns, connection, signal));
  const simple = pairs.filter(({ after: { type } }) => !isNested(type));
  const ids = simple.filter(({ name }) => /^(?:.*[._])?(?:id|key)$/i.test(name));
  for (const id of ids) if (await tells([id])) return { shared, guess: [id.name], reason: "id" };
  // A measure is no key, though its values may differ by chance.
  const first = simple.filter(({ after: { type } }) => !isFraction(type)).slice(0, mostTogether);
  for (let many = 1; many <= first.length; many++) {
    const columns = first.slice(0, many);
    if (await tells(columns)) return { shared, guess: columns.map(({ name }) => name), reason: "distinct" };
  }
  return { shared, guess: [], reason: "none" };
}

async function isTold(
  held: HeldResult,
  side: "before" | "after",
  columns: readonly PairedColumn[],
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const values = columns.map((column) => comparedValue(column, side, "held"));
  const nulls = values.map((value) => `(${value}) IS NULL`).join(" OR ");
  const query = `SELECT (count(*) = count(DISTINCT (${values.join(", ")})) AND count(*) FILTER (WHERE ${nulls}) = 0)::VARCHAR FROM ${held.table} AS held`;
  for await (const texts of streamTexts(connection, query, {}, signal)) return texts[0] === "true";
  return false;
}
