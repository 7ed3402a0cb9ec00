/** Which engine a text is for; the two differ in how they reach into lists and write times. */
export type SqlDialect = "duckdb" | "trino";

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
