import { FolderStorage } from "../../../src/lake/folder-storage.ts";
import { Lake } from "../../../src/lake/lake.ts";
import type { JsonValue, ParameterValue } from "../../../src/protocol/query.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import type { SavedQuery } from "./saved-query.ts";

export interface QueryRunner extends AsyncDisposable {
  /** The rows of a saved query, by column name; parameters without a value take their default. */
  run(
    query: SavedQuery,
    params?: Readonly<Record<string, ParameterValue>>,
  ): Promise<readonly Readonly<Record<string, JsonValue>>[]>;
}

/** More rows than any saved query gives. */
const mostRows = 10_000;

/** The product's own engine over the lake in `root`. */
export async function openRunner(root: string): Promise<QueryRunner> {
  const engine = new LocalEngine(new Lake(new FolderStorage(root)));
  const results = await engine.results();
  return {
    async run(query, params = {}) {
      const { resultId, columns } = await engine.run({ sql: query.text, params });
      const rows = await results.rowsOf(resultId, mostRows);
      await results.release(resultId);
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
    },
    [Symbol.asyncDispose]: () => engine.close(),
  };
}
