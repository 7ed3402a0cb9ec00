import type { DuckDBConnection } from "@duckdb/node-api";
import { trinoFunctionsSql } from "../../../src/dialect/macros/trino-functions.ts";
import type { DialectSchema } from "../../../src/dialect/scope/context.ts";
import { type Translation, translate } from "../../../src/dialect/translate.ts";
import { Database } from "../../../src/duckdb/database.ts";
import type { ParameterValue } from "../../../src/protocol/query-parameters.ts";
import { bindParameters, typeOfValue } from "../../../src/query/bind-parameters.ts";
import { explainError } from "../../../src/query/explain-error.ts";
import { StatementLock } from "../../../src/query/lock/statement-lock.ts";
import { trinoRows } from "./trino-values.ts";

/** A small lake with columns as ours have them: lower-case names, milliseconds, structs and lists of structs. */
const tables = [
  `CREATE TABLE signins AS SELECT * FROM (VALUES
    (TIMESTAMP_MS '2026-11-20 10:00:00.123', 'Ann@x.org', '10.2.3.4', {errorcode: 50126, failurereason: 'bad'}, ['a', 'b'], '2026-11-20', 1::BIGINT),
    (TIMESTAMP_MS '2026-11-20 10:01:00', 'bob@x.org', '10.2.3.4', {errorcode: 50126, failurereason: 'bad'}, [], '2026-11-20', 2),
    (TIMESTAMP_MS '2026-11-21 10:00:00.5', 'bob@x.org', '2001:db8::5', {errorcode: 0, failurereason: NULL}, NULL, '2026-11-21', 3),
    (TIMESTAMP_MS '2026-11-22 23:59:59', 'cy@x.org', NULL, {errorcode: NULL, failurereason: NULL}, ['b'], '2026-11-22', NULL)
  ) AS t(createddatetime, userprincipalname, ipaddress, status, tags, dt, n)`,
  `CREATE TABLE audits AS SELECT * FROM (VALUES
    ('a1', TIMESTAMP_MS '2026-11-20 09:00:00', 'Update application', [
      {id: 'app1', displayname: 'App', type: 'Application', modifiedproperties: [{displayname: 'KeyDescription', oldvalue: '[]', newvalue: '["k"]'}]},
      {id: 'u1', displayname: NULL, type: 'User', modifiedproperties: NULL}], '2026-11-20'),
    ('a2', TIMESTAMP_MS '2026-11-21 09:00:00', 'Add user', [], '2026-11-21')
  ) AS t(id, activitydatetime, activitydisplayname, targetresources, dt)`,
];

export interface Asked {
  readonly translation: Translation;
  readonly rows: readonly unknown[][];
}

/** A DuckDB with the functions and the small lake, asked in Trino's SQL. */
export class DialectLake {
  readonly #database: Database;
  readonly #lock = new StatementLock();
  readonly connection: DuckDBConnection;
  readonly schema: DialectSchema;

  private constructor(database: Database, connection: DuckDBConnection, schema: DialectSchema) {
    this.#database = database;
    this.connection = connection;
    this.schema = schema;
  }

  static async open(): Promise<DialectLake> {
    const database = await Database.open();
    const connection = await database.connect();
    for (const statement of [...trinoFunctionsSql(), ...tables]) await connection.run(statement);
    const columns = new Map<string, { name: string; type: string }[]>();
    for (const table of ["signins", "audits"]) {
      const rows = (await connection.runAndReadAll(`DESCRIBE ${table}`)).getRows();
      columns.set(
        table,
        rows.map(([name, type]) => ({ name: String(name), type: String(type) })),
      );
    }
    const schema: DialectSchema = {
      columns: (table) => columns.get(table.toLowerCase()),
      tables: () => [...columns.keys()],
    };
    return new DialectLake(database, connection, schema);
  }

  /**
   * Translates and runs; errors of the engine come as the user would see them.
   * @param declared Types of parameters as a header declares them.
   */
  async ask(
    sql: string,
    values: Readonly<Record<string, ParameterValue>> = {},
    declared: Readonly<Record<string, string>> = {},
  ): Promise<Asked> {
    const types = Object.entries(values).flatMap(([name, value]) => {
      const type = typeOfValue(value);
      return type === undefined ? [] : [[name, type] as const];
    });
    const translation = translate(sql, {
      schema: this.schema,
      parameterTypes: { ...Object.fromEntries(types), ...declared },
    });
    await this.#lock.check(this.connection, translation);
    try {
      const rows = await trinoRows(this.connection, translation, bindParameters(translation, values));
      return { translation, rows };
    } catch (error) {
      throw explainError(error, translation);
    }
  }

  close(): void {
    this.connection.closeSync();
    this.#database.close();
  }
}
