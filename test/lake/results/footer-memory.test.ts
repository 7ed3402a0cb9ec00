import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { lockDown } from "../../../src/duckdb/lock-down.ts";
import { FooterMemory } from "../../../src/query/footer-memory.ts";

describe("footers of slices", () => {
  let folder: string;
  let database: Database;
  let writer: Database;
  let footers: FooterMemory;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenanttrail-footers-"));
    database = await Database.open({ threads: 1 });
    writer = await Database.open({ threads: 1 });
    footers = await FooterMemory.open(database);
    await lockDown(database, [folder]);
  });

  after(async () => {
    database.close();
    writer.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Files that nobody reads. */
  const makeFiles = async (files: readonly string[]): Promise<void> => {
    for (const file of files) await writeFile(file, "", { flag: "a" });
  };
  const write = (file: string, value: number): Promise<unknown> =>
    writer.use((connection) => connection.run(`COPY (SELECT ${value} AS n) TO ${literal(file)} (FORMAT parquet)`));
  const read = (file: string): Promise<unknown> =>
    footers.use([file], async (connection) =>
      (await connection.runAndReadAll(`FROM read_parquet(${literal(file)})`)).getRowsJson(),
    );
  const count = (file: string, from: number): Promise<unknown> =>
    footers.use([file], async (connection) =>
      (
        await connection.runAndReadAll(
          `SELECT count(*)::INTEGER FROM read_parquet(${literal(file)}) WHERE n >= ${from}`,
        )
      ).getRowsJson(),
    );
  const names = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, n) => join(folder, `${from + n}.parquet`));

  it("are remembered for questions over few slices, though the engine is locked", async () => {
    await makeFiles(names(257));
    assert.equal(await footers.use(names(28), remembers), true);
    assert.equal(await footers.use(names(257), remembers), false);
  });

  it("are remembered for two questions at once, and a third is answered all the same", async () => {
    const nested = await footers.use([], async (first) =>
      footers.use([], async (second) =>
        footers.use([], async (third) => [await remembers(first), await remembers(second), await remembers(third)]),
      ),
    );
    assert.deepEqual(nested, [true, true, false]);
    assert.equal(await footers.use([], remembers), true);
  });

  it("are remembered after a question that failed", async () => {
    for (let failed = 0; failed < 3; failed += 1)
      await assert.rejects(footers.use([], (connection) => connection.run("SELECT error('no')")));
    assert.equal(await footers.use([], remembers), true);
  });

  it("are read again when another file takes the place of one", async () => {
    const file = join(folder, "replaced.parquet");
    await write(file, 1);
    await utimes(file, 1_600_000_000, 1_600_000_000);
    assert.deepEqual(await read(file), [[1]]);
    await rm(file);
    await assert.rejects(read(file));
    await write(file, 2);
    await utimes(file, 1_600_000_001, 1_600_000_001);
    assert.deepEqual(await read(file), [[2]]);
  });

  it("are read again when another file of the same size and time takes the place of one", async () => {
    const [file, other] = [join(folder, "swapped.parquet"), join(folder, "other.parquet")];
    await write(file, 1);
    await write(other, 2);
    await utimes(file, 1_600_000_000, 1_600_000_000);
    assert.deepEqual(await count(file, 2), [[0]]);
    await copyFile(other, file);
    await utimes(file, 1_600_000_000, 1_600_000_000);
    assert.deepEqual(await count(file, 2), [[1]]);
  });

  it("are not asked for of a file that is gone, and are read when it is there again", async () => {
    const [file, away] = [join(folder, "gone.parquet"), join(folder, "away.parquet")];
    await write(file, 3);
    assert.deepEqual(await read(file), [[3]]);
    await copyFile(file, away);
    await rm(file);
    await assert.rejects(read(file));
    await copyFile(away, file);
    assert.deepEqual(await read(file), [[3]]);
  });

  it("are remembered of a thousand slices and no more, however many questions ask", async () => {
    const known = names(28);
    await makeFiles(names(1500));
    await makeFiles(names(250, 5_000));
    for (let question = 0; question < 6; question += 1) await footers.use(names(250, question * 250), remembers);
    assert.equal(await footers.use(names(250, 5_000), remembers), false);
    assert.equal(await footers.use(known, remembers), true);
  });
});

async function remembers(connection: DuckDBConnection): Promise<boolean> {
  const reader = await connection.runAndReadAll("SELECT current_setting('parquet_metadata_cache')");
  return reader.getRowsJson()[0]?.[0] === true;
}
