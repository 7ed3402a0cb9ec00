import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database, literal } from "../../../src/duckdb/database.ts";
import type { VerifyOutcome } from "../../../src/protocol/lake.ts";
import type { LakeHeads } from "../../../src/protocol/ledger-heads.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { signIn } from "../../unit/import/reading.ts";

/** The states that a lake had, oldest first, as copies, with the heads of each. */
export interface LakeStates {
  readonly folder: string;
  readonly states: readonly { readonly root: string; readonly heads: LakeHeads }[];
}

export const days = ["2026-11-01", "2026-11-02"] as const;

/** Makes a lake by three imports of both days, and keeps a copy after each. */
export async function makeStates(): Promise<LakeStates> {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-tamper-"));
  const root = join(folder, "lake");
  const service = localLakeService();
  await service.useConnection({ kind: "folder", path: root });
  const states: { readonly root: string; readonly heads: LakeHeads }[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const records = days.flatMap((day) =>
      Array.from({ length: 6 }, (_, n) =>
        JSON.stringify(signIn(`${turn}-${n}-${day}`, { createdDateTime: `${day}T0${n}:00:00Z` })),
      ),
    );
    const file = join(folder, `${turn}.ndjson`);
    writeFileSync(file, records.join("\n"));
    await service.importLogs({ paths: [file] });
    const copy = join(folder, `state-${turn}`);
    cpSync(root, copy, { recursive: true });
    states.push({ root: copy, heads: (await service.ledgerHeads({ known: {} })).heads });
  }
  await service.dispose();
  return { folder, states };
}

/** A lake that a test may spoil, and what verifying says of it. */
export class TamperedLake {
  readonly root: string;
  readonly #states: LakeStates;

  constructor(states: LakeStates, name: string) {
    this.#states = states;
    this.root = join(states.folder, name);
    this.putBack(2);
  }

  /** Puts a whole state in the place of the lake. */
  putBack(state: number): void {
    rmSync(this.root, { recursive: true, force: true });
    cpSync(this.stateRoot(state), this.root, { recursive: true });
  }

  stateRoot(state: number): string {
    return this.#states.states[state]?.root ?? "";
  }

  /** The heads of the newest state. */
  get heads(): LakeHeads {
    return this.#states.states.at(-1)?.heads ?? {};
  }

  path(...names: readonly string[]): string {
    return join(this.root, ...names);
  }

  get entries(): readonly string[] {
    return readdirSync(this.path("_ledger", "signins"))
      .filter((name) => /^\d{9}\.json$/.test(name))
      .sort()
      .map((name) => this.path("_ledger", "signins", name));
  }

  /** The slices of a day that lie there, replaced ones too. */
  slices(day: string, root = this.root): readonly string[] {
    const folder = join(root, "signins", `dt=${day}`);
    return readdirSync(folder).map((name) => join(folder, name));
  }

  /** What verifying says, with paths inside of the lake, and that nothing was written by it. */
  async verify(heads: LakeHeads = {}): Promise<readonly string[]> {
    const service = localLakeService();
    try {
      await service.useConnection({ kind: "folder", path: this.root });
      return words(await service.verifyIntegrity({ heads }), this.root);
    } finally {
      await service.dispose();
    }
  }
}

function words({ mismatched, missing, duplicated, strays = [] }: VerifyOutcome, root: string): readonly string[] {
  const inside = (text: string): string =>
    text.replaceAll(`${root}/`, "").replace(/\.[0-9a-f]{16}\.parquet/g, ".parquet");
  return [
    ...mismatched.map(({ slice, reason }) => `${inside(slice)}: ${inside(reason)}`),
    ...missing.map(({ slice }) => `${inside(slice)}: missing`),
    ...duplicated.map(({ key }) => `${key}: twice`),
    ...strays.map(({ slice }) => `${inside(slice)}: stray`),
  ];
}

/** Runs a statement in a DuckDB of its own. */
export async function duck(sql: string): Promise<void> {
  const database = await Database.open();
  try {
    await database.use((connection) => connection.run(sql));
  } finally {
    database.close();
  }
}

/** Leaves some rows of a slice out; its footer says that it replaced `parent`. */
export async function dropRows(slice: string, parent: string): Promise<void> {
  const metadata = `{'tenanttrail.schema': '1', 'tenanttrail.parent': ${literal(parent)}}`;
  await duck(
    `COPY (SELECT * FROM read_parquet(${literal(slice)}, hive_partitioning = false) LIMIT 2) TO ${literal(`${slice}.new`)}
     (FORMAT parquet, COMPRESSION zstd, KV_METADATA ${metadata})`,
  );
  rmSync(slice);
  cpSync(`${slice}.new`, slice);
  rmSync(`${slice}.new`);
}
