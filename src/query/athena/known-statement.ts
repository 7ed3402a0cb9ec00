import { noBounds } from "../../dialect/days/day-bounds.ts";
import { parseStatement } from "../../dialect/parse/parse-statement.ts";
import { type Translation, translate } from "../../dialect/translate.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { parameterNames } from "../../sqlfile/parameters.ts";
import type { AskedStatement } from "../lake-question.ts";
import { lakeSchema } from "../lake-schema.ts";
import { namedTables } from "./named-tables.ts";

/** What is known of a statement before it runs. */
export interface KnownStatement {
  /** Its types; undefined where it does what this machine cannot, or reads tables that are none of a lake's. */
  readonly translation: Translation | undefined;
  /** What it asks of a lake: all of the tables that it names, where its types are not known. */
  readonly asks: AskedStatement;
  /** Tables that are none of the lake's, as they are named: nobody here knows what they hold. */
  readonly foreign: readonly string[];
}

/** The part of every database that describes it, of which nothing is scanned. */
const described = /(^|\.)information_schema$/;

/**
 * Reads a statement. What Athena would refuse too is refused at once.
 * @param lakeDatabase the database with the lake's own tables; undefined where none of the tables is a lake's.
 * @throws TenantTrailError `sql-syntax`, `sql-refused`, `sql-unsupported`, `sql-failed` with a place in the text.
 */
export function knownStatement(
  source: string,
  parameterTypes: Readonly<Record<string, string>>,
  lakeDatabase: string | undefined,
): KnownStatement {
  const statement = read(() => parseStatement(source));
  const schema = lakeSchema();
  const own = ownNames(lakeDatabase);
  const named = namedTables(statement);
  const others = named.filter(({ database }) => !own.has(database));
  const translation =
    others.length === 0
      ? translationIfKnown(() => translate(source, { schema, parameterTypes }), lakeDatabase !== undefined)
      : undefined;
  if (translation !== undefined) return { translation, asks: translation, foreign: [] };
  const ours = named.filter(({ name, database }) => own.has(database) && schema.columns(name) !== undefined);
  const tables = [...new Set(ours.map(({ name }) => name))];
  const foreign = others.filter(({ database }) => !described.test(database ?? ""));
  const columns = tables.flatMap((name) => schema.columns(name) ?? []);
  return {
    translation: undefined,
    asks: {
      tables,
      reads: tables.map((table) => ({ table, ...noBounds })),
      looseDays: [],
      parameters: parameterNames(source),
      sql: columns.map(({ name }) => name).join(" "),
    },
    foreign: foreign.map(({ name, database }) => (database === undefined ? name : `${database}.${name}`)),
  };
}

/** What the lake's database may be called before the name of one of its tables. */
function ownNames(lakeDatabase: string | undefined): ReadonlySet<string | undefined> {
  const name = lakeDatabase?.toLowerCase();
  return new Set(name === undefined ? [] : [undefined, name, `awsdatacatalog.${name}`]);
}

/** What this machine cannot do, Athena may; a mistake in a lake's own names is one there too. */
function translationIfKnown(make: () => Translation, isLake: boolean): Translation | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TenantTrailError)) throw error;
    if (error.code === "sql-unsupported" || !isLake) return undefined;
    throw error;
  }
}

/** The parser's own refusals, without the machine that they speak of. */
function read<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TenantTrailError) || error.code !== "sql-unsupported") throw error;
    const message = error.message.replace("on this machine: its plan would be another engine's", "here");
    throw new TenantTrailError(error.code, message.replace("on this machine", "here"), {
      cause: error,
      ...(error.place && { place: error.place }),
    });
  }
}
