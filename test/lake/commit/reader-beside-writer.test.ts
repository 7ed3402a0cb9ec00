import assert from "node:assert/strict";
import { test } from "node:test";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { commitRows, lakeFolder, signIn } from "./temporary-lake.ts";

const days = ["2026-11-21", "2026-11-22"];

test("who took a list of slices reads that state whole, however often others replace them meanwhile", async (context) => {
  const root = await lakeFolder(context);
  const commits = 12;
  const rowsPerCommit = 200;
  const rowsOf = (commit: number) =>
    days.flatMap((day) =>
      Array.from({ length: rowsPerCommit }, (_, n) => signIn(`${commit}-${n}-${day}`, `${day}T10:00:00Z`)),
    );
  await commitRows(new Lake(new FolderStorage(root)), rowsOf(0));
  let isWriting = true;
  const write = async (): Promise<void> => {
    for (let commit = 1; commit < commits; commit += 1)
      await commitRows(new Lake(new FolderStorage(root)), rowsOf(commit), { limits: { threads: 1 } });
    isWriting = false;
  };
  const database = await Database.open({ threads: 1 });
  const seen = new Set<number>();
  const read = (): Promise<void> =>
    database.use(async (connection) => {
      const reader = new Lake(new FolderStorage(root));
      while (isWriting) {
        const { state } = await reader.ledger("signins").read();
        const files = [...state.slices.values()].map(({ path }) => literal(reader.storage.locate(path)));
        const expected = [...state.slices.values()].reduce((sum, { rows }) => sum + rows, 0);
        // Several questions to one list, among which the writer goes on.
        for (let question = 0; question < 3; question += 1) {
          const answer = await connection.runAndReadAll(
            `SELECT count(*)::INTEGER, count(DISTINCT id)::INTEGER, max(length(raw)) FROM read_parquet([${files.join(", ")}])`,
          );
          assert.deepEqual(answer.getRowsJS()[0]?.slice(0, 2), [expected, expected]);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        seen.add(expected);
      }
    });
  try {
    await Promise.all([write(), read()]);
  } finally {
    database.close();
  }
  assert.ok(seen.size > 3, `${seen.size} states were read`);
});
