/**
 * Characters at the start of a text that make a spreadsheet run it as a formula (OWASP, "CSV Injection"):
 * `=`, `+`, `-`, `@`, also full-width, and tab, carriage return and line feed.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** The text with an apostrophe before what a spreadsheet would run; everything else unchanged. */
export function harmless(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** The same as an SQL expression over a text expression. */
export function harmlessSql(text: string): string {
  return `CASE WHEN regexp_matches(${text}, '${formulaStart.source}') THEN '''' || ${text} ELSE ${text} END`;
}
