import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { Random } from "../../src/sample-tenant/random.ts";
import { localLakeService } from "../../src/service/local-lake-service.ts";
import { SignInFiles } from "./sign-in-files.ts";

const child = fileURLToPath(new URL("recover-child.ts", import.meta.url));

const tenantId = "6f1de2a4-0000-4000-8000-000000000001";
const imports = 4;
const days = 3;
const signInsPerFile = 30;
const wantedKills = 3;

/** `TENANTTRAIL_SEED` repeats the files and the moments of a run. */
const seed = Number(process.env["TENANTTRAIL_SEED"] ?? Date.now() % 1_000_000_007);

const recovered = v.object({
  slices: v.number(),
  added: v.number(),
  updated: v.number(),
  unread: v.array(v.unknown()),
});

interface End {
  readonly killed: boolean;
  /** What it told; undefined when it was killed before. */
  readonly outcome: v.InferOutput<typeof recovered> | undefined;
  /** From the beginning of the recovery to the end of the process, milliseconds. */
  readonly ms: number;
}

/** Recovers in a process of its own, which is killed so many milliseconds after its recovery began. */
async function recoverInChild(lake: string, cache: string, killMs?: number): Promise<End> {
  const started = fork(child, [lake], { silent: true, env: { ...process.env, NODE_COMPILE_CACHE: cache } });
  let [stdout, stderr, beganAt] = ["", "", 0];
  const end = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    started.on("error", reject);
    started.on("close", (code, signal) => resolve({ code, signal }));
  });
  started.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  started.stdout?.on("data", (chunk: Buffer) => {
    if (stdout === "") {
      beganAt = performance.now();
      if (killMs !== undefined) void Promise.race([sleep(killMs), end]).then(() => started.kill("SIGKILL"));
    }
    stdout += chunk.toString();
  });
  const { code, signal } = await end;
  const killed = signal === "SIGKILL";
  assert.ok(killed || code === 0, `A child failed by itself (seed ${seed}): ${stderr}`);
  const [, told] = stdout.split("\n");
  return {
    killed,
    outcome: told ? v.parse(recovered, JSON.parse(told)) : undefined,
    ms: performance.now() - beganAt,
  };
}

/** A lake that lost the last half of its entries, so that the ledger does not name what these brought; and all its ids. */
async function makeCutLake(folder: string): Promise<{ readonly cut: string; readonly ids: readonly string[] }> {
  const cut = join(folder, "cut");
  const files = new SignInFiles(join(folder, "files"), Random.of(seed, 0, 0, 0));
  const service = localLakeService();
  await service.useConnection({ kind: "folder", path: cut });
  for (let n = 0; n < imports; n += 1)
    await service.importLogs({ paths: [files.write(signInsPerFile, days)], tenantId });
  await service.dispose();
  const ledger = join(cut, "_ledger", "signins");
  const entries = readdirSync(ledger).filter((name) => /^\d{9}\.json$/.test(name));
  for (const name of [...entries.sort().slice(-imports / 2), "checkpoint.json"])
    rmSync(join(ledger, name), { force: true });
  return { cut, ids: files.ids };
}

interface Held {
  readonly ids: readonly string[];
  /** What another recovery in the same lake still finds to do. */
  readonly again: v.InferOutput<typeof recovered>;
  readonly faults: readonly unknown[];
}

async function look(lake: string): Promise<Held> {
  const service = localLakeService();
  try {
    await service.useConnection({ kind: "folder", path: lake });
    const { resultId } = await service.runQuery({ sql: "SELECT id FROM signins ORDER BY id" });
    const { rows } = await service.readWindow({ resultId, offset: 0, limit: 5000 });
    await service.releaseResult({ resultId });
    const { mismatched, missing, duplicated } = await service.verifyIntegrity({});
    const again = v.parse(recovered, await service.recoverRows({}));
    return { ids: rows.map(([id]) => String(id)), again, faults: [...mismatched, ...missing, ...duplicated] };
  } finally {
    await service.dispose();
  }
}

test(`two processes that recover the rows of one lake at once, one of them killed, bring each row back once (seed ${seed})`, async (t) => {
  t.diagnostic(`TENANTTRAIL_SEED=${seed}`);
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-recover-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const cache = join(folder, "cache");
  const { cut, ids } = await makeCutLake(folder);
  const before = (await look(copyOf(cut, join(folder, "alone")))).ids;
  const lost = ids.length - before.length;
  assert.ok(lost > 0, "The ledger lost something.");
  const random = Random.of(seed, 0, 0, 1);
  let kills = 0;
  let usualMs = 0;
  for (let round = 0; kills < wantedKills; round += 1) {
    assert.ok(round < wantedKills * 3, `Too few kills met a running recovery: ${kills} (seed ${seed})`);
    const lake = copyOf(cut, join(folder, "lake"));
    const killMs = round === 0 ? undefined : random.fraction() * usualMs;
    const [first, second] = await Promise.all([recoverInChild(lake, cache, killMs), recoverInChild(lake, cache)]);
    usualMs = Math.max(usualMs, first.ms);
    kills += first.killed && first.outcome === undefined ? 1 : 0;
    const where = `round ${round}, seed ${seed}`;
    const told = [first, second].flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
    assert.ok(second.outcome !== undefined, where);
    if (!first.killed)
      assert.equal(
        told.reduce((sum, { added }) => sum + added, 0),
        lost,
        `each row is told as added once, ${where}`,
      );
    const held = await look(lake);
    assert.deepEqual(held.ids, ids, where);
    assert.deepEqual(held.faults, [], where);
    assert.deepEqual(held.again, { slices: 0, added: 0, updated: 0, unread: [] }, where);
  }
  t.diagnostic(`${kills} kills`);
});

function copyOf(lake: string, to: string): string {
  rmSync(to, { recursive: true, force: true });
  cpSync(lake, to, { recursive: true });
  return to;
}
