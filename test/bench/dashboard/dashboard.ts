import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { placeChart } from "../../../src/protocol/chart/place-chart.ts";
import type { LakeService } from "../../../src/protocol/service/lake-service.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { readHeader } from "../../../src/sqlfile/header.ts";
import type { Header } from "../../../src/sqlfile/header-types.ts";
import { splitStatements } from "../../../src/sqlfile/statements.ts";
import { writeSignIns } from "../sign-ins-file.ts";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    folder: { type: "string" },
    rounds: { type: "string", default: "5" },
  },
});
/** As many tiles run at once as the page lets run. */
const atOnce = 4;

interface BenchTile {
  readonly name: string;
  readonly sql: string;
  readonly header: Header;
}

/** The shipped tiles in their order. */
async function shippedTiles(): Promise<readonly BenchTile[]> {
  const root = new URL("../../../sql/", import.meta.url);
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".sql"));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, root), "utf8")));
  return names
    .flatMap((name, index): BenchTile[] => {
      const text = texts[index] ?? "";
      const header = readHeader(text)?.header;
      const sql = splitStatements(text)[0]?.text;
      return header?.dashboard === undefined || sql === undefined ? [] : [{ name, sql, header }];
    })
    .sort((a, b) => (a.header.dashboard?.order ?? 0) - (b.header.dashboard?.order ?? 0));
}

/** A tile from its question to what its chart or its first rows are drawn of. Answers the milliseconds. */
async function show(service: LakeService, { sql, header }: BenchTile, user: string): Promise<number> {
  const from = performance.now();
  const takesUser = header.params.some(({ name }) => name === "user");
  const params = user !== "" && takesUser ? { user } : {};
  const { resultId, columns, rowCount } = await service.runQuery({ sql, parameters: header.params, params });
  const placed = header.chart && placeChart(header.chart, columns);
  if (placed && "problem" in placed) throw new RangeError(placed.problem);
  if (placed && rowCount > 0) await service.chartData({ resultId, chart: placed.chart });
  else await service.readWindow({ resultId, offset: 0, limit: 7 });
  await service.releaseResult({ resultId });
  return performance.now() - from;
}

/** All tiles, a few at a time as on the page. Answers the milliseconds of the whole and of each. */
async function showAll(
  service: LakeService,
  tiles: readonly BenchTile[],
  user = "",
): Promise<{ readonly ms: number; readonly each: ReadonlyMap<string, number> }> {
  const from = performance.now();
  const each = new Map<string, number>();
  const waiting = [...tiles];
  const take = async (): Promise<void> => {
    for (let tile = waiting.shift(); tile !== undefined; tile = waiting.shift())
      each.set(tile.name, await show(service, tile, user));
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return { ms: performance.now() - from, each };
}

const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "tenanttrail-bench-")));
await mkdir(folder, { recursive: true });
const service = localLakeService({}, new URL("../../../src/entry/import-reader.ts", import.meta.url));
try {
  const input = join(folder, `signins-${options.rows}.ndjson`);
  await writeSignIns(input, Number(options.rows));
  await service.useConnection({ kind: "folder", path: join(folder, `dashboard-${options.rows}`) });
  const { files } = await service.importLogs({ paths: [input], tenantId: sampleTenantId });
  const tiles = await shippedTiles();
  const say = (what: string, ms: number): void =>
    void process.stdout.write(`${what.padEnd(56)} ${(ms / 1000).toFixed(2)} s\n`);
  process.stdout.write(`${files[0]?.rows ?? 0} sign-ins, ${tiles.length} tiles, ${atOnce} at once\n`);
  say("cold: the first time", (await showAll(service, tiles)).ms);
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round++) rounds.push(await showAll(service, tiles));
  rounds.sort((a, b) => a.ms - b.ms);
  say("warm: all tiles, median", rounds[Math.floor(rounds.length / 2)]?.ms ?? 0);
  for (const [name, ms] of rounds[0]?.each ?? []) say(`  ${name}, beside the others`, ms);
  say("filtered by a user", (await showAll(service, tiles, "adele")).ms);
} finally {
  await service.dispose();
  if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
}
