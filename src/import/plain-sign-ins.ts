import { literal } from "../duckdb/database.ts";
import { betaOnly, signInHints, signInMarks } from "./graph-formats.ts";
import { maxNesting } from "./nesting.ts";

/*
 * A plain line of NDJSON is a sign-in of Graph about which DuckDB and the interpreter cannot disagree. What makes a
 * line plain is therefore stricter than what makes it a record: whatever is unusual goes to the interpreter.
 */

/** The lines of a block as `line` (its number) and `text`. Parameters: `$first`, a number, and `$bytes`, a BLOB. */
export const linesSql = `
  SELECT $first::INTEGER + nth::INTEGER - 1 AS line, text
  FROM (SELECT unnest(lines) AS text, generate_subscripts(lines, 1) AS nth
        FROM (SELECT string_split(decode($bytes::BLOB), chr(10)) AS lines))`;

/** What DuckDB's JSON takes and JSON does not: a comma before a closing bracket, NaN and infinities. */
const lenient = [",\\s*(?:[\\]}]|-?(?i:nan|inf))", ":\\s*-?(?i:nan|inf)", "\\[\\s*-?(?i:nan|inf)"];

/** JSON text of an id without escapes and blanks, and of a time in UTC within the years that are kept. */
const plainId = '"[!#-\\[\\]-~]+"';
const plainTime = '"(?:20\\d\\d|2100)-\\d\\d-\\d\\dT(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z"';

/**
 * The plain sign-ins among the lines of a block (see `linesSql`): `line`, `raw`, `key`, `event_ms` and `source`, the
 * same as `Interpreter` and `identifyRecord` make of them.
 */
export const plainSignInsSql = `
  WITH candidates AS MATERIALIZED (
    SELECT line, raw, TRY(json_keys(raw)) AS keys, TRY(json_extract(raw, ['$.id', '$.createdDateTime'])) AS members
    FROM (SELECT line, CASE WHEN ends_with(text, chr(13)) THEN rtrim(text, chr(13)) ELSE text END AS raw FROM (${linesSql}))
    WHERE starts_with(raw, '{') AND ends_with(raw, '}')
      AND ${lenient.map((pattern) => `NOT regexp_matches(raw, ${literal(pattern)})`).join(" AND ")}
      AND len(string_split(raw, '{')) + len(string_split(raw, '[')) - 2 <= ${maxNesting}
  ), timed AS (
    SELECT *, epoch_ms(TRY_CAST(rtrim(left(members[2][2:], 23), '"') AS TIMESTAMP)) AS event_ms
    FROM candidates
    WHERE regexp_full_match(members[1], ${literal(plainId)}) AND regexp_full_match(members[2], ${literal(plainTime)})
      AND (${hasAnySql([...signInMarks, ...signInHints])})
      AND ${["id", "createdDateTime"].map(onceSql).join(" AND ")}
  )
  SELECT line, raw, members[1][2:-2] AS key, event_ms,
         CASE WHEN ${hasAnySql(betaOnly.signins)} THEN 'graph-beta' ELSE 'graph-v1.0' END AS source
  FROM timed WHERE event_ms IS NOT NULL`;

function hasAnySql(names: readonly string[]): string {
  return names.map((name) => `list_contains(keys, ${literal(name)})`).join(" OR ");
}

/** Of members with the same name JSON.parse takes the last and DuckDB the first. */
function onceSql(name: string): string {
  return `NOT list_contains(keys[list_position(keys, ${literal(name)}) + 1:], ${literal(name)})`;
}
