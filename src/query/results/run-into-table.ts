import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";
import { type Bound, identifier } from "../../duckdb/database.ts";
import { failureOf, isUnnamedStruct } from "../../duckdb/failures.ts";
import { LockBroken, runForeign } from "../../duckdb/lock-down.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import { uniqueNames } from "./held-column.ts";
import { namedRows } from "./named-rows.ts";

export interface TableShape {
  /** Names as the statement gives them, which may repeat. */
  readonly shownNames: readonly string[];
  readonly storedNames: readonly string[];
  readonly types: readonly DuckDBType[];
  readonly rowCount: number;
}

/**
 * Runs one reading statement once, into a new table whose `rowid` is the row number.
 * The statement follows `CREATE TABLE … AS`, which DuckDB's grammar lets only queries follow.
 * @throws TenantTrailError `sql-refused` when it is not exactly one query, CancelledError, or the engine's own
 * error with its position in `statement`, because only the caller can trace that back to the user's text.
 */
export async function runIntoTable(
  connection: DuckDBConnection,
  table: string,
  statement: string,
  bound: Bound,
  signal: AbortSignal | undefined,
): Promise<TableShape> {
  await requireOneStatement(connection, statement);
  const create = async (query: string): Promise<number> => {
    const made = await runForeign(connection, `CREATE TABLE ${table} AS\n${query}`, bound, signal);
    return Number((await made.getRowsJson())[0]?.[0] ?? 0);
  };
  let rowCount: number;
  try {
    rowCount = await create(statement);
  } catch (error) {
    if (error instanceof CancelledError || error instanceof LockBroken) throw error;
    if (!isUnnamedStruct(error)) throw await positionedError(connection, statement, error);
    rowCount = await create(await namedRows(connection, statement, bound));
  }
  return { ...(await shapeOf(connection, table, statement, bound)), rowCount };
}

async function requireOneStatement(connection: DuckDBConnection, statement: string): Promise<void> {
  const count = await countStatements(connection, statement);
  if (count === 0) throw new TenantTrailError("sql-refused", "There is no statement to run.");
  if (count > 1) throw new TenantTrailError("sql-refused", "Only one statement can be run at a time.");
}

/** The binding fails without a message on a text with no statement, so one is counted along. */
async function countStatements(connection: DuckDBConnection, statement: string): Promise<number> {
  try {
    return (await connection.extractStatements(`${statement}\n;SELECT 1`)).count - 1;
  } catch {
    return (await connection.extractStatements(statement)).count;
  }
}

/** The error of the statement alone when it has one: its position is not shifted by `CREATE TABLE … AS`. */
async function positionedError(connection: DuckDBConnection, statement: string, error: unknown): Promise<unknown> {
  if (!String(error).includes("LINE ")) return error;
  const isParser = failureOf(error)?.type === "Parser";
  try {
    (await connection.prepare(statement)).destroySync();
  } catch (own) {
    // Well-formed alone, but not after `AS`: not a query, whatever else is wrong with it.
    if (!isParser || failureOf(own)?.type === "Parser") return own;
  }
  if (!isParser) return error;
  return new TenantTrailError("sql-refused", "Only a statement that reads can be run, such as SELECT.", {
    cause: error,
  });
}

async function shapeOf(
  connection: DuckDBConnection,
  table: string,
  statement: string,
  bound: Bound,
): Promise<Omit<TableShape, "rowCount">> {
  const empty = await connection.run(`SELECT * FROM ${table} LIMIT 0`);
  const storedNames = empty.columnNames();
  // DuckDB stores a repeated name with a number at its end; only then is the statement asked for the true names.
  const mayRepeat = storedNames.some((name) => /_\d+$/.test(name));
  const shownNames = mayRepeat ? await describedNames(connection, statement, bound) : storedNames;
  return {
    shownNames,
    storedNames: await freeRowNumber(connection, table, storedNames),
    types: empty.columnTypes(),
  };
}

async function describedNames(connection: DuckDBConnection, statement: string, bound: Bound): Promise<string[]> {
  const description = await connection.runAndReadAll(`DESCRIBE ${statement}`, { ...bound.values }, { ...bound.types });
  return description.getRowsJson().map((row) => String(row[0]));
}

/** A column called `rowid` would hide the row number, so it is stored under another name. */
async function freeRowNumber(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<string[]> {
  const index = names.findIndex((name) => name.toLowerCase() === "rowid");
  if (index === -1) return [...names];
  const others = names.filter((_, other) => other !== index);
  const free = uniqueNames([...others, "rowid", "rowid"]).at(-1) ?? "rowid_2";
  await connection.run(
    `ALTER TABLE ${table} RENAME COLUMN ${identifier(names[index] ?? "rowid")} TO ${identifier(free)}`,
  );
  return names.map((name, other) => (other === index ? free : name));
}
