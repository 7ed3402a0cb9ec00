import { trinoFunctionsSql } from "../../../src/dialect/macros/trino-functions.ts";
import { translate } from "../../../src/dialect/translate.ts";
import { Database } from "../../../src/duckdb/database.ts";
import { lockDown } from "../../../src/duckdb/lock-down.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { slicesByTable } from "../../../src/lake/log-days.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { JsonValue } from "../../../src/protocol/query.ts";
import type { ParameterValue } from "../../../src/protocol/query-parameters.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { bindParameters } from "../../../src/query/bind-parameters.ts";
import { explainError } from "../../../src/query/explain-error.ts";
import { heldDays } from "../../../src/query/held-days.ts";
import { lakeSchema } from "../../../src/query/lake-schema.ts";
import { tableViewSql } from "../../../src/query/lake-views.ts";
import { StatementLock } from "../../../src/query/lock/statement-lock.ts";
import { concreteValues, statementParameters } from "../../../src/query/statement-parameters.ts";
import { LakeSliceFiles } from "../../../src/service/lake-slice-files.ts";
import { views } from "../../../src/tables/sql/views.ts";
import type { SavedQuery } from "./saved-query.ts";

export interface QueryRunner extends AsyncDisposable {
  /** The rows of a saved query, by column name; parameters without a value take their default. */
  run(
    query: SavedQuery,
    params?: Readonly<Record<string, ParameterValue>>,
  ): Promise<readonly Readonly<Record<string, JsonValue>>[]>;
}

/** A locked DuckDB over all slices of the lake in `root`, asked through the dialect bridge. */
export async function openRunner(root: string): Promise<QueryRunner> {
  const lake = new Lake(new FolderStorage(root));
  const files = new LakeSliceFiles(lake.storage);
  const slices = slicesByTable(lake, await new LedgerLook(lake).readAll());
  const database = await Database.open({ memoryLimit: "1GB", threads: 2 });
  const connection = await database.connect();
  for (const statement of trinoFunctionsSql()) await connection.run(statement);
  await lockDown(database, [root]);
  for (const table of tableNames)
    await connection.run(tableViewSql(table, (await files.find(slices.get(table) ?? [])).files));
  for (const { name, sql } of views("duckdb")) await connection.run(`CREATE TEMP VIEW ${name} AS ${sql}`);
  const schema = lakeSchema();
  const lock = new StatementLock();
  return {
    async run(query, params = {}) {
      const sql = query.statements[0] ?? "";
      const parameters = statementParameters({ sql, params, parameters: query.block?.header.params ?? [] });
      const translation = translate(sql, { schema, parameterTypes: parameters.types });
      const given = concreteValues(parameters, () => heldDays(translation.tables, slices, Date.now()));
      await lock.check(connection, translation);
      try {
        const { values, types } = bindParameters(translation, given);
        const reader = await connection.runAndReadAll(translation.sql, values, types);
        return reader.getRowObjectsJson() as Record<string, JsonValue>[];
      } catch (error) {
        throw explainError(error, translation);
      }
    },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      database.close();
    },
  };
}
