import { fork } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Database, literal } from "../../src/duckdb/database.ts";
import type { LakeService } from "../../src/protocol/service/lake-service.ts";
import { sampleTenantId } from "../../src/sample-tenant/tenant.ts";
import { localLakeService } from "../../src/service/local-lake-service.ts";
import { tables } from "../../src/tables/schema/all-tables.ts";
import { jsonStructure } from "../../src/tables/sql/duckdb-types.ts";
import { slicesOf } from "../lake/slices-of.ts";
import { makeThreeYears } from "./three-years-lake.ts";

/** Top ten accounts by failures, in Athena's dialect. */
export const topFailures = `SELECT userPrincipalName, count(*) AS failures FROM signins
WHERE outcome = 'failure' GROUP BY userPrincipalName ORDER BY failures DESC, userPrincipalName LIMIT 10`;

/** What all tables hold, which reads a slice of each. */
const eventsByTable = 'SELECT "table", count(*) AS events, max(time) AS newest FROM events GROUP BY "table"';

/** What a step measured: milliseconds by name, and figures that are not times. */
export type Measured = Record<string, number>;

type Step = (folder: string, input: string) => Promise<Measured>;

/** The steps, each run in a process of its own so that its peak memory is its own. */
export const steps: Readonly<Record<string, Step>> = {
  /**
   * The bare work of an import, as one statement of DuckDB with all the memory that it wants: read the objects, take
   * Microsoft's columns out of them, keep the text, sort by time, write one Parquet file. It leaves out what makes a
   * lake: keys and what is held of them, derived columns, a file for each day, digests, the disk, the ledger.
   */
  async bare(folder, input) {
    const database = await Database.open({ temporaryFolder: folder });
    return withCpu("ms", () =>
      database.use(async (connection) => {
        await connection.run(
          `COPY (SELECT t.*, raw FROM (
             SELECT json::VARCHAR AS raw, json_transform(json, ${literal(jsonStructure(tables.signins))}) AS t
             FROM read_ndjson_objects(${literal(input)}))
           ORDER BY t.createdDateTime) TO ${literal(join(folder, "bare.parquet"))} (FORMAT parquet, COMPRESSION zstd)`,
        );
      }),
    );
  },

  async import(folder, input) {
    await rm(join(folder, "lake"), { recursive: true, force: true });
    return importInto(folder, input);
  },

  async again(folder, input) {
    return importInto(folder, input);
  },

  /**
   * Top ten by failures: as the editor asks, and by hand, on an open connection that is given the files of the slices,
   * once as DuckDB is and once while it remembers footers, as our engine does. They take turns, because the machine may
   * be busy.
   */
  async queries(folder, input) {
    const service = await open(folder);
    const slices = `[${slicesOf(join(folder, "lake"), "signins").map(literal).join(", ")}]`;
    const byHand = `SELECT userprincipalname, count(*) AS failures FROM read_parquet(${slices}) WHERE outcome = 'failure'
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`;
    const raw = `SELECT json->>'$.userPrincipalName', count(*) FROM read_ndjson_objects(${literal(input)})
      WHERE (json->>'$.status.errorCode')::INTEGER <> 0 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`;
    const database = await Database.open({ memoryLimit: "1GB", temporaryFolder: folder });
    const [plain, remembering] = [await database.connect(), await database.connect()];
    await remembering.run("SET SESSION parquet_metadata_cache = true");
    return {
      ...(await inTurns(9, {
        ours: () => service.runQuery({ sql: topFailures }),
        byHand: () => plain.runAndReadAll(byHand),
        remembered: () => remembering.runAndReadAll(byHand),
      })),
      ...(await best("ndjson", 2, () => plain.runAndReadAll(raw))),
    };
  },

  async results(folder) {
    const service = await open(folder);
    const { resultId, rowCount, elapsedMs } = await service.runQuery({
      sql: "SELECT createdDateTime, userPrincipalName, ipAddress, appDisplayName, status.errorCode, outcome FROM signins",
    });
    return {
      rows: rowCount,
      query: elapsedMs,
      ...(await timed("firstWindow", () => service.readWindow({ resultId, offset: 0, limit: 200 }))),
      ...(await best("lastWindow", 3, () => service.readWindow({ resultId, offset: rowCount - 200, limit: 200 }))),
    };
  },

  /** Makes the lake of 10,000 slices. */
  async threeYears(folder) {
    return timed("ms", () => makeThreeYears(join(folder, "lake")));
  },

  /** Questions over 10,000 slices, each asked twice, and one over a day of them. */
  async askThreeYears(folder) {
    const opened = performance.now();
    const service = await open(folder);
    const ms = performance.now() - opened;
    const ask = (sql: string): Promise<unknown> => service.runQuery({ sql });
    return {
      open: ms,
      ...(await timed("first", () => ask(topFailures))),
      ...(await timed("second", () => ask(topFailures))),
      ...(await timed("allFirst", () => ask(eventsByTable))),
      ...(await timed("allSecond", () => ask(eventsByTable))),
      ...(await best("day", 3, () =>
        ask("SELECT outcome, count(*) FROM signins WHERE dt = '2024-02-29' GROUP BY outcome"),
      )),
    };
  },

  /** The log days of the lake, listed twice. */
  async listThreeYears(folder) {
    const service = await open(folder);
    return {
      ...(await timed("first", () => service.listDays({}))),
      ...(await timed("second", () => service.listDays({}))),
    };
  },

  /** Every slice, row and key of the lake, verified. */
  async verifyThreeYears(folder) {
    const service = await open(folder);
    const found: Measured = {};
    const ms = await timed("ms", async () => {
      const { checked, mismatched, missing, duplicated } = await service.verifyIntegrity({});
      Object.assign(found, { checked, faults: mismatched.length + missing.length + duplicated.length });
    });
    return { ...ms, ...found };
  },

  /** From the fork to the first answer of the bundled lake process. */
  async start(folder) {
    const from = performance.now();
    const child = fork(join(import.meta.dirname, "../../dist/lake.mjs"), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const connection = { kind: "folder", path: join(folder, "lake") };
    child.send({ jsonrpc: "2.0", id: 1, method: "useConnection", params: { request: connection } });
    await once(child, "message");
    const ms = performance.now() - from;
    child.disconnect();
    return { ms };
  },
};

async function open(folder: string): Promise<LakeService> {
  const service = localLakeService({}, new URL("../../src/entry/import-reader.ts", import.meta.url));
  await service.useConnection({ kind: "folder", path: join(folder, "lake") });
  return service;
}

async function importInto(folder: string, input: string): Promise<Measured> {
  const service = await open(folder);
  let added = 0;
  const measured = await withCpu("ms", async () => {
    const { files } = await service.importLogs({ paths: [input], tenantId: sampleTenantId });
    added = files.reduce((sum, file) => sum + file.added, 0);
  });
  return { ...measured, added };
}

async function timed(name: string, work: () => Promise<unknown>): Promise<Measured> {
  const from = performance.now();
  await work();
  return { [name]: performance.now() - from };
}

/** As `timed`, with the milliseconds of all processors under the name and `Cpu`. */
async function withCpu(name: string, work: () => Promise<unknown>): Promise<Measured> {
  const before = process.cpuUsage();
  const measured = await timed(name, work);
  const { user, system } = process.cpuUsage(before);
  return { ...measured, [`${name}Cpu`]: (user + system) / 1000 };
}

/** The least of what each work took, one after the other in each of some rounds, as `withCpu` measures it. */
async function inTurns(rounds: number, works: Readonly<Record<string, () => Promise<unknown>>>): Promise<Measured> {
  const least: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, work] of Object.entries(works))
      for (const [figure, ms] of Object.entries(await withCpu(name, work)))
        least[figure] = Math.min(least[figure] ?? ms, ms);
  return least;
}

async function best(name: string, times: number, work: () => Promise<unknown>): Promise<Measured> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < times; n += 1) least = Math.min(least, (await timed(name, work))[name] ?? least);
  return { [name]: least };
}
