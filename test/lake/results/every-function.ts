import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { LockBroken, lockDown, runForeign } from "../../../src/duckdb/lock-down.ts";

// Run as a process of its own, because a function of DuckDB may end it. Tries every table function, every scalar
// function with side effects, every pragma and every setting of this DuckDB on a locked instance, with paths inside
// and outside of what it may read. Prints what is tried before it is tried, and in the end what was wrong, as JSON.

interface Ground {
  readonly root: string;
  readonly table: string;
  readonly spill: string;
  readonly scratch: string;
}

const root = await mkdtemp(join(tmpdir(), "tenanttrail-every-function-"));
const ground: Ground = {
  root,
  table: join(root, "lake", "signins"),
  spill: join(root, "spill"),
  scratch: join(root, "scratch"),
};
const day = join(ground.table, "dt=2026-11-01");
const ledger = join(root, "lake", "_ledger", "signins");
const outside = join(root, "elsewhere");
for (const folder of [day, ledger, outside, ground.spill, ground.scratch]) await mkdir(folder, { recursive: true });
const slice = join(day, "00-24.0123456789abcdef.parquet");
const maker = await Database.open();
await maker.use((connection) => connection.run(`COPY (SELECT 1 AS id) TO ${literal(slice)}`));
maker.close();
await writeFile(join(ledger, "000000001.json"), "{}");
await writeFile(join(outside, "canary.csv"), "a,b\n1,2\n");

const paths = [
  slice,
  join(day, "new.json"),
  join(day, "new.csv"),
  ground.table,
  join(ground.scratch, "new.txt"),
  join(ledger, "000000001.json"),
  join(outside, "canary.csv"),
  join(outside, "new"),
];

/** The functions that read have dozens of options, so these two stand for all paths there. */
const pathsOfOptions = [join(day, "new.csv"), join(outside, "new")];

let database = await open();
const functions = await listed(`SELECT DISTINCT function_name, function_type, parameters, parameter_types, stability
  FROM duckdb_functions() WHERE function_type IN ('table', 'pragma') OR stability = 'VOLATILE' ORDER BY ALL`);
const settings = await listed("SELECT name, value FROM duckdb_settings() ORDER BY name");
const wrong: string[] = [];
const tried = new Set<string>();
let statements = 0;
let refusedForGood = 0;
let files = await everyFile();
let before = await settingsNow();

for (const [name, type, parameters, types] of functions as [string, string, string[], string[]][]) {
  tried.add(`${type} ${name}`);
  for (const statement of calls(name, type, parameters ?? [], types ?? [])) await tryOne(statement);
  await noticeSettings(name);
}
for (const [name, value] of settings as [string, string | null][])
  for (const statement of [
    `SET GLOBAL ${name} = ${literal(value ?? "1")}`,
    `SET SESSION ${name} = ${literal(value ?? "1")}`,
    `RESET ${name}`,
    `PRAGMA ${name} = ${literal(value ?? "1")}`,
  ])
    if ((await tryOne(statement)) === "ran" && name !== "schema" && name !== "search_path")
      wrong.push(`${statement} was obeyed`);
await noticeSettings("SET");
database.close();
await noticeFiles("closing");
await rm(root, { recursive: true, force: true });
process.stdout.write(
  `\n${JSON.stringify({ statements, tried: [...tried].sort(), settings: settings.length, refusedForGood, wrong })}\n`,
);

async function open(): Promise<Database> {
  const opened = await Database.open({ memoryLimit: "200MB", threads: 2, temporaryFolder: ground.spill });
  await lockDown(opened, [ground.table, ground.scratch]);
  return opened;
}

async function listed(query: string): Promise<unknown[][]> {
  return database.use(async (connection) => (await connection.runAndReadAll(query)).getRowsJson() as unknown[][]);
}

async function settingsNow(): Promise<string> {
  return JSON.stringify(await listed("SELECT name, value FROM duckdb_settings() ORDER BY name"));
}

/** Runs a statement, then another on the same connection, and looks at what became of everything. */
async function tryOne(statement: string): Promise<"ran" | "failed"> {
  statements++;
  process.stdout.write(`${statement}\n`);
  let ended: "ran" | "failed" = "ran";
  const connection: DuckDBConnection = await database.connect();
  try {
    await runForeign(connection, statement, { values: {}, types: {} }, undefined);
  } catch (error) {
    ended = "failed";
    if (error instanceof LockBroken) {
      refusedForGood++;
      connection.closeSync();
      database.close();
      database = await open();
      await noticeFiles(statement);
      return ended;
    }
  }
  await connection.run("SELECT 1").catch(() => undefined);
  connection.closeSync();
  await noticeFiles(statement);
  return ended;
}

async function noticeFiles(statement: string): Promise<void> {
  const now = await everyFile();
  if (now !== files) wrong.push(`${statement} changed a file`);
  files = now;
}

async function noticeSettings(statement: string): Promise<void> {
  const after = await settingsNow();
  if (after !== before) wrong.push(`${statement} changed a setting`);
  before = after;
}

/** The names and bytes of everything below the root. */
async function everyFile(): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const lines = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${entry.isFile() ? (await readFile(path)).toString("base64") : ""}`;
    }),
  );
  return lines.sort().join("\n");
}

function calls(name: string, type: string, parameters: readonly string[], types: readonly string[]): string[] {
  if (type === "pragma")
    return [`PRAGMA ${name}`, `CALL ${name}()`, ...paths.map((path) => `PRAGMA ${name}(${literal(path)})`)];
  const made: string[] = [];
  const call = (values: readonly string[]): void => {
    made.push(
      type === "table" ? `SELECT * FROM ${name}(${values.join(", ")})` : `SELECT ${name}(${values.join(", ")})`,
    );
  };
  call([]);
  for (const path of paths) {
    const value = (wanted: string): string =>
      ({ BIGINT: "1", UBIGINT: "1", INTEGER: "1", BOOLEAN: "true", DOUBLE: "1", "VARCHAR[]": `[${literal(path)}]` })[
        wanted
      ] ?? literal(path);
    const named = parameters.map((parameter, index) => ({ parameter, wanted: types[index] ?? "" }));
    const positional = named.filter(
      ({ parameter, wanted }) => type !== "table" || (/^col\d+$/.test(parameter) && wanted !== "POINTER"),
    );
    const inPlace = positional.map(({ wanted }) => value(wanted));
    call(inPlace);
    call([...inPlace, literal(path)]);
    const options =
      type === "table" && pathsOfOptions.includes(path)
        ? named.filter(({ parameter }) => !/^col\d+$/.test(parameter))
        : [];
    for (const { parameter, wanted } of options)
      if (wanted === "VARCHAR" || wanted === "ANY") call([...inPlace, `${parameter} := ${literal(path)}`]);
    if (name === "enable_logging" || name === "enable_profiling")
      for (const first of ["disable_logging", "disable_profiling"])
        made.push(
          `SELECT * FROM ${first}() UNION ALL SELECT * FROM enable_logging(storage := 'file', storage_path := ${literal(path)})`,
          `SELECT * FROM ${first}() UNION ALL SELECT * FROM system.main.enable_logging('QueryLog', storage_config := {'path': ${literal(path)}, 'normalize': false})`,
          `SELECT * FROM ${first}() UNION ALL SELECT * FROM enable_profiling(save_location := ${literal(path)}, format := 'json', mode := 'detailed')`,
          `SELECT * FROM ${first}() UNION ALL SELECT * FROM enable_profiling(save_location := ${literal(`${path}.txt`)}) UNION ALL SELECT * FROM (SELECT error('unnamed struct') = 1)`,
        );
  }
  return made;
}
