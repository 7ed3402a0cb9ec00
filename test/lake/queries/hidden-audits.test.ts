import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Database, identifier, literal } from "../../../src/duckdb/database.ts";
import { mayHideRows, tableViewSql } from "../../../src/query/lake-views.ts";

const row = fc.record({
  source: fc.constantFrom("graph-beta", "portal-csv"),
  correlationId: fc.constantFrom("a", "b"),
  second: fc.constantFrom(0, 1),
});
const slice = fc.record({
  day: fc.constantFrom("2026-03-01", "2026-03-02"),
  rows: fc.array(row, { minLength: 1, maxLength: 4 }),
  isCounted: fc.boolean(),
});

test("audits are the same whether or not the ledger says which slices hold rows of CSV exports", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-hidden-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await Database.open({ threads: 1 });
  t.after(() => database.close());
  let n = 0;
  await database.use((connection) =>
    fc.assert(
      fc.asyncProperty(fc.array(slice, { minLength: 1, maxLength: 4 }), async (slices) => {
        const files: { file: string; portalCsv?: number }[] = [];
        for (const { day, rows, isCounted } of slices) {
          n += 1;
          const parent = join(folder, `dt=${day}`);
          await mkdir(parent, { recursive: true });
          const file = join(parent, `${n}.parquet`);
          const values = rows.map(({ source, correlationId, second }, index) => {
            const given = {
              id: literal(`${n}-${index}`),
              source: literal(source),
              correlationId: literal(correlationId),
              activityDisplayName: "'Add user'",
              activityDateTime: `TIMESTAMP_MS '${day} 05:00:0${second}.${index}'`,
            };
            const columns = Object.entries(given).map(
              ([name, value]) => `${value} AS ${identifier(name.toLowerCase())}`,
            );
            return `SELECT ${columns.join(", ")}`;
          });
          await connection.run(`COPY (${values.join(" UNION ALL ")}) TO ${literal(file)} (FORMAT parquet)`);
          const portalCsv = rows.filter(({ source }) => source === "portal-csv").length;
          files.push(isCounted ? { file, portalCsv } : { file });
        }
        const answer = async (some: readonly { file: string; portalCsv?: number }[]) => {
          await connection.run(tableViewSql("audits", some));
          return (await connection.runAndReadAll("SELECT id, dt FROM audits ORDER BY id")).getRowsJson();
        };
        assert.deepEqual(await answer(files), await answer(files.map(({ file }) => ({ file }))));
      }),
      { numRuns: 30 },
    ),
  );
});

test("slices are read once when none of their day holds rows of CSV exports", () => {
  const readers = (...counts: (number | undefined)[]): number =>
    tableViewSql(
      "audits",
      counts.map((portalCsv, index) => ({ file: `/audits/dt=2026-03-0${index + 1}/00-24.parquet`, portalCsv })),
    ).split("read_parquet").length - 1;
  assert.equal(readers(0, 0), 1);
  assert.equal(readers(0, undefined), 4);
  assert.equal(readers(0, 2), 4);
  assert.equal(mayHideRows("signins", [{ file: "/signins/dt=2026-03-01/00-24.parquet" }]), false);
});
