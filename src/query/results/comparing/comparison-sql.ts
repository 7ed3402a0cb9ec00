import { literal } from "../../../duckdb/database.ts";
import type { HeldColumn } from "../held-column.ts";
import { displayText } from "../json-values.ts";
import { type ColumnPairs, columnValue, comparedValue, type PairedColumn } from "./pair-columns.ts";

/** The tables of two results. */
export interface ComparedTables {
  readonly before: string;
  readonly after: string;
}

/** What can be with a row, in the order in which the rows stand. */
export const changes = [
  "changed",
  "added",
  "gone",
  "duplicate key, before",
  "duplicate key, now",
  "NULL in the key, before",
  "NULL in the key, now",
] as const;

/**
 * A query of the pairs of rows that are not alike, by their row numbers, and one `same` for those that are.
 * `differs` are the numbers of the compared columns in which a pair differs.
 */
export function pairsSql(
  tables: ComparedTables,
  keys: readonly PairedColumn[],
  compared: readonly PairedColumn[],
): string {
  const names = keys.map((_, index) => `k${index}`);
  const side = (name: "before" | "after"): string => {
    const values = keys.map((key, index) => `${comparedValue(key, name, "held")} AS ${names[index]}`);
    const isNull = keys.map((key) => `(${comparedValue(key, name, "held")}) IS NULL`).join(" OR ");
    return `SELECT held.rowid AS row, (${isNull}) AS keyless, ${values.join(", ")} FROM ${tables[name]} AS held`;
  };
  const counted = (name: string): string =>
    `SELECT ${names.join(", ")}, count(*) AS times, min(row) AS row FROM ${name} WHERE NOT keyless GROUP BY ALL`;
  const on = (one: string, other: string): string =>
    names.map((key) => `${one}.${key} = ${other}.${key}`).join(" AND ");
  const differs = compared.map(
    (column, index) =>
      `CASE WHEN (${comparedValue(column, "before", "earlier")}) IS DISTINCT FROM (${comparedValue(column, "after", "later")}) THEN ${index} END`,
  );
  const list =
    differs.length === 0
      ? "[]::INTEGER[]"
      : `list_filter([${differs.join(", ")}]::INTEGER[], lambda each: each IS NOT NULL)`;
  return `WITH b AS (${side("before")}), a AS (${side("after")}), bk AS (${counted("b")}), ak AS (${counted("a")}),
    pairs AS (
      SELECT bk.row AS before_row, ak.row AS after_row,
        coalesce(bk.times, 0) > 1 OR coalesce(ak.times, 0) > 1 AS is_double, ${names.map((key) => `coalesce(bk.${key}, ak.${key}) AS ${key}`).join(", ")}
      FROM bk FULL JOIN ak ON ${on("bk", "ak")}
    ),
    told AS (
      SELECT before_row, after_row, ${list} AS differs FROM pairs
      LEFT JOIN ${tables.before} AS earlier ON earlier.rowid = pairs.before_row
      LEFT JOIN ${tables.after} AS later ON later.rowid = pairs.after_row
      WHERE NOT is_double
    )
    SELECT CASE WHEN before_row IS NULL THEN 1 WHEN after_row IS NULL THEN 2 WHEN len(differs) > 0 THEN 0 ELSE -1 END AS change,
      before_row, after_row, CASE WHEN before_row IS NULL OR after_row IS NULL THEN [] ELSE differs END AS differs FROM told
    UNION ALL SELECT 3, b.row, NULL, [] FROM b JOIN pairs ON ${on("b", "pairs")} WHERE pairs.is_double AND NOT b.keyless
    UNION ALL SELECT 4, NULL, a.row, [] FROM a JOIN pairs ON ${on("a", "pairs")} WHERE pairs.is_double AND NOT a.keyless
    UNION ALL SELECT 5, row, NULL, [] FROM b WHERE keyless
    UNION ALL SELECT 6, NULL, row, [] FROM a WHERE keyless`;
}

/** A column of the answer. */
export interface AnswerColumn {
  readonly name: string;
  readonly sql: string;
}

/**
 * The columns of the answer: what is with the row, which columns changed from what to what, the key, each column that
 * changed anywhere behind what it was before, the others, and those that one result has alone.
 * @param differing numbers of the compared columns in which any pair differs.
 */
export function answerColumns(
  keys: readonly PairedColumn[],
  compared: readonly PairedColumn[],
  differing: ReadonlySet<number>,
  { onlyBefore, onlyAfter }: ColumnPairs,
): readonly AnswerColumn[] {
  const words = compared.flatMap((column, index) => (differing.has(index) ? [changeWords(column, index)] : []));
  const single = (column: PairedColumn): AnswerColumn => ({
    name: column.name,
    sql: `CASE WHEN pairs.after_row IS NULL THEN ${shownValue(column, "before")} ELSE ${shownValue(column, "after")} END`,
  });
  const changed = compared.flatMap((column, index): AnswerColumn[] =>
    differing.has(index)
      ? [
          { name: `${column.name} before`, sql: shownValue(column, "before") },
          { name: column.name, sql: shownValue(column, "after") },
        ]
      : [],
  );
  const alone = (column: HeldColumn, alias: string): AnswerColumn => ({
    name: column.uniqueName,
    sql: columnValue(column, alias),
  });
  return [
    { name: "change", sql: `[${changes.map((each) => literal(each)).join(", ")}][pairs.change + 1]` },
    { name: "changes", sql: words.length === 0 ? "NULL::VARCHAR" : `nullif(concat_ws('; ', ${words.join(", ")}), '')` },
    ...keys.map(single),
    ...changed,
    ...compared.filter((_, index) => !differing.has(index)).map(single),
    ...onlyAfter.map((column) => alone(column, "later")),
    ...onlyBefore.map((column) => alone(column, "earlier")),
  ];
}

/** The rows of the answer, from the table of pairs. */
export function answerSql(tables: ComparedTables, pairs: string, columns: readonly AnswerColumn[]): string {
  const values = columns.map(({ sql }, index) => `${sql} AS c${index}`);
  return `SELECT ${values.join(", ")} FROM ${pairs} AS pairs
    LEFT JOIN ${tables.before} AS earlier ON earlier.rowid = pairs.before_row
    LEFT JOIN ${tables.after} AS later ON later.rowid = pairs.after_row
    WHERE pairs.change >= 0 ORDER BY pairs.change, pairs.after_row, pairs.before_row`;
}

/** A value as it is, where both sides have one type; else its text. */
function shownValue(column: PairedColumn, side: "before" | "after"): string {
  const own = side === "before" ? column.before : column.after;
  const alias = side === "before" ? "earlier" : "later";
  return column.isAlike ? columnValue(own, alias) : displayText(columnValue(own, alias), own.type);
}

/** Characters of a value that stand in the words of a change; the column itself holds all. */
const shownCharacters = 100;

/** `outcome: failure → success`, or NULL where the pair does not differ in it. */
function changeWords(column: PairedColumn, index: number): string {
  const words = (side: "before" | "after"): string => {
    const own = side === "before" ? column.before : column.after;
    const text = displayText(columnValue(own, side === "before" ? "earlier" : "later"), own.type);
    const cut = `CASE WHEN length(${text}) > ${shownCharacters} THEN left(${text}, ${shownCharacters}) || '…' ELSE ${text} END`;
    return `CASE WHEN ${text} IS NULL THEN 'NULL' WHEN ${text} = '' THEN '''''' ELSE ${cut} END`;
  };
  return `CASE WHEN list_contains(pairs.differs, ${index}) THEN ${literal(`${column.name}: `)} || ${words("before")} || ' → ' || ${words("after")} END`;
}
