import { literal } from "../duckdb/database.ts";
import { betaOnly } from "./graph-formats.ts";
import { maxNesting } from "./nesting.ts";

/*
 * A plain line of NDJSON is a sign-in of Graph about which DuckDB and the interpreter cannot disagree. What makes a
 * line plain is therefore stricter than what makes it a record: whatever is unusual goes to the interpreter.
 */

/** The lines of a block as a list. Parameter: `$bytes`, a BLOB of UTF-8. */
const linesSql = "string_split(decode($bytes::BLOB), chr(10))";

/** The lines of a block: `line`, counted from the parameter `$first`, and `text`. */
export const numberedLinesSql = `
  SELECT $first::INTEGER + nth::INTEGER - 1 AS line, text
  FROM (SELECT unnest(lines) AS text, generate_subscripts(lines, 1) AS nth FROM (SELECT ${linesSql} AS lines))`;

/** What DuckDB's JSON takes and JSON does not: a comma before a closing bracket, NaN and infinities. */
const lenient = [",\\s*(?:[\\]}]|-?(?i:nan|inf))", ":\\s*-?(?i:nan|inf)", "\\[\\s*-?(?i:nan|inf)"];

/** JSON text of an id without escapes and blanks, and of a time in UTC within the years that are kept. */
const plainId = '"[!#-\\[\\]-~]+"';
const plainTime = '"(?:20\\d\\d|2100)-\\d\\d-\\d\\dT(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z"';

/** Members that are looked at; the last two each tell a sign-in, and the first of these Graph beta. */
const members = ["id", "createdDateTime", "signInEventTypes", "conditionalAccessStatus"];

/**
 * The plain sign-ins among the lines of a block: `line`, `raw`, `key`, `event_ms` and `source`, the same as
 * `Interpreter` and `identifyRecord` make of them. Parameters as of `numberedLinesSql`.
 *
 * Each line is read inside a lambda, because DuckDB would read it again for each condition that it can push below.
 */
export const plainSignInsSql = `
  SELECT line, raw, id[2:-2] AS key, event_ms,
         CASE WHEN types IS NOT NULL THEN 'graph-beta'
              WHEN len(list_filter(json_type(raw, ${paths(betaOnly.signins)}), lambda kind: kind IS NOT NULL)) > 0 THEN 'graph-beta'
              ELSE 'graph-v1.0' END AS source
  FROM (
    SELECT $first::INTEGER + known.nth::INTEGER - 1 AS line, known.raw, known.named, known.members[1] AS id, known.members[2] AS time,
           known.members[3] AS types, known.members[4] AS access,
           epoch_ms(TRY_CAST(rtrim(left(known.members[2][2:], 23), '"') AS TIMESTAMP)) AS event_ms
    FROM (SELECT unnest(list_transform(${linesSql}, lambda text, nth: struct_pack(
            nth := nth,
            raw := CASE WHEN ends_with(text, chr(13)) THEN rtrim(text, chr(13)) ELSE text END,
            named := len(list_filter(TRY(json_keys(text)), lambda name: name = 'id' OR name = 'createdDateTime')),
            members := TRY(json_extract(text, ${paths(members)}))))) AS known)
  )
  WHERE starts_with(raw, '{') AND ends_with(raw, '}')
    AND named = 2 -- of members with the same name JSON.parse takes the last and DuckDB the first
    AND (types IS NOT NULL OR access IS NOT NULL)
    AND event_ms IS NOT NULL AND regexp_full_match(id, ${literal(plainId)}) AND regexp_full_match(time, ${literal(plainTime)})
    AND len(string_split(raw, '{')) + len(string_split(raw, '[')) - 2 <= ${maxNesting}
    AND ${lenient.map((pattern) => `NOT regexp_matches(raw, ${literal(pattern)})`).join("\n    AND ")}`;

function paths(names: readonly string[]): string {
  return `[${names.map((name) => literal(`$.${name}`)).join(", ")}]`;
}
