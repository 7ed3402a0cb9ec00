import { Refusal } from "./refusal.ts";

/** What Athena calls a statement, and how it writes its result. */
export interface StatementKind {
  readonly type: "DML" | "DDL" | "UTILITY";
  /** Results of DML are CSV with a header; those of all others are lines of text. */
  readonly file: "csv" | "txt";
}

const comment = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
const unsupported = "Queries of this type are not supported";

const kinds: readonly (readonly [RegExp, StatementKind])[] = [
  [/^(?:SELECT|WITH|VALUES|TABLE)\b|^\(/i, { type: "DML", file: "csv" }],
  [/^CREATE\s+(?:OR\s+REPLACE\s+)?VIEW\b/i, { type: "DDL", file: "txt" }],
  [/^DROP\s+VIEW\b/i, { type: "DDL", file: "txt" }],
  [/^(?:SHOW\s+(?:TABLES|VIEWS|DATABASES|SCHEMAS|COLUMNS|CREATE)|DESCRIBE|DESC)\b/i, { type: "UTILITY", file: "txt" }],
  [/^EXPLAIN\b/i, { type: "UTILITY", file: "txt" }],
];

/** The statement without what Athena does not look at: the semicolon at its end. */
export function withoutSemicolon(sql: string): string {
  return sql.replace(/\s*;\s*$/, "");
}

/**
 * Tells the kind of a statement.
 *
 * @throws {Refusal} for what Athena does not run, and for the DDL of Hive's, which is not run here.
 */
export function statementKind(sql: string): StatementKind {
  const text = sql.replace(comment, "");
  const found = kinds.find(([pattern]) => pattern.test(text));
  if (found === undefined) throw new Refusal(unsupported, "InvalidRequestException", "NOT_SUPPORTED");
  return found[1];
}
