import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible } from "../../../duckdb/database.ts";
import type { ComparisonCounts, ComparisonRequest } from "../../../protocol/comparing/comparison.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { AnswerNote, ResultSummary } from "../../../protocol/query.ts";
import { type HeldColumn, heldColumns } from "../held-column.ts";
import type { HeldResult } from "../held-result.ts";
import { answerColumns, answerSql, changes, pairsSql } from "./comparison-sql.ts";
import { comparisonNotes } from "./comparison-words.ts";
import { keyColumns, pairColumns } from "./pair-columns.ts";

/** The rows of a comparison in their table, and what is said of them. */
export interface ComparedTable {
  readonly columns: readonly HeldColumn[];
  readonly rowCount: number;
  readonly counts: ComparisonCounts;
  readonly notes: readonly AnswerNote[];
}

/**
 * Compares two held results by a key, into a new table: a row for each that was added, is gone or changed, and for each
 * that could not be compared.
 * @throws TenantTrailError `bad-argument` for a key that is none, and for a result whose rows have not all arrived.
 */
export async function compareResults(
  before: HeldResult,
  after: HeldResult,
  { keys: names }: Pick<ComparisonRequest, "keys">,
  connection: DuckDBConnection,
  table: string,
  signal: AbortSignal | undefined,
): Promise<ComparedTable> {
  for (const { isArriving, title } of [before.summary, after.summary])
    if (isArriving)
      throw new TenantTrailError(
        "bad-argument",
        `The rows of ${title} have not all arrived yet. Compare it once they have.`,
      );
  const pairs = pairColumns(before.columns, after.columns);
  const keys = keyColumns(pairs.shared, names);
  const compared = pairs.shared.filter((column) => !keys.includes(column));
  const paired = `${table}_pairs`;
  const run = (query: string) => interruptible(connection, signal, () => connection.runAndReadAll(query));
  try {
    await run(`CREATE TABLE ${paired} AS ${pairsSql({ before: before.table, after: after.table }, keys, compared)}`);
    const counts = countsOf((await run(`SELECT change, count(*)::INTEGER FROM ${paired} GROUP BY 1`)).getRows());
    const differing = (
      await run(`SELECT d, count(*)::INTEGER FROM (SELECT unnest(differs) AS d FROM ${paired}) GROUP BY 1 ORDER BY 1`)
    )
      .getRows()
      .map(([index, rows]) => ({ index: Number(index), rows: Number(rows) }));
    const answer = answerColumns(keys, compared, new Set(differing.map(({ index }) => index)), pairs);
    const made = await run(
      `CREATE TABLE ${table} AS ${answerSql({ before: before.table, after: after.table }, paired, answer)}`,
    );
    const empty = await connection.run(`SELECT * FROM ${table} LIMIT 0`);
    const columns = heldColumns(
      answer.map(({ name }) => name),
      empty.columnNames(),
      empty.columnTypes(),
    );
    const notes = comparisonNotes({
      before: before.summary,
      after: after.summary,
      keys: keys.map(({ name }) => name),
      pairs,
      counts,
      differing: differing.map(({ index, rows }) => ({ name: compared[index]?.name ?? "", rows })),
    });
    return { columns, rowCount: Number(made.getRowsJson()[0]?.[0] ?? 0), counts, notes };
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${paired}`);
  }
}

/** What a summary says of a comparison: the later one's days, and both statements, for neither gives these rows. */
export function comparedSummary(
  before: ResultSummary,
  after: ResultSummary,
  keys: readonly string[],
  { changed, added, gone }: ComparisonCounts,
) {
  const name =
    before.title === after.title ? `Changes of ${after.title}` : `${after.title} compared with ${before.title}`;
  const text = ({ sql, sqlWithValues }: ResultSummary): string => (sqlWithValues ?? sql).trim();
  return {
    // The counts stand in the tab too, and where only a few lines of notes have room.
    title: `${name}: ${changed} changed, ${added} added, ${gone} gone`,
    sql: `-- A comparison by ${keys.join(", ").replaceAll(/\s/g, " ")} of the rows of two statements.\n-- Before, asked ${before.askedAt}:\n${text(before)}\n;\n\n-- Now, asked ${after.askedAt}:\n${text(after)}`,
    engine: after.engine,
    scannedBytes: 0,
    lake: after.lake,
    params: {},
    askedAt: after.askedAt,
    coverage: after.coverage,
    simulated: before.simulated || after.simulated,
  } satisfies Partial<ResultSummary>;
}

function countsOf(rows: readonly (readonly unknown[])[]): ComparisonCounts {
  const of = (change: number): number => Number(rows.find(([each]) => Number(each) === change)?.[1] ?? 0);
  const at = (word: (typeof changes)[number]): number => of(changes.indexOf(word));
  return {
    added: at("added"),
    gone: at("gone"),
    changed: at("changed"),
    same: of(-1),
    duplicate: { before: at("duplicate key, before"), after: at("duplicate key, now") },
    keyless: { before: at("NULL in the key, before"), after: at("NULL in the key, now") },
  };
}
