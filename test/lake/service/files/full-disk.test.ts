import assert from "node:assert/strict";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ledger } from "../../../../src/lake/ledger/ledger.ts";
import type { WindowRead } from "../../../../src/lake/ledger/ledger-entry.ts";
import { LedgerPaths } from "../../../../src/lake/ledger/ledger-paths.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { openLake, signInIds } from "../open-lake.ts";
import { smallDisk } from "./small-disk.ts";

const megabyte = 1024 * 1024;

/** A disk on which there is room for just so many blocks, until there is room again. */
class Room {
  readonly #disk: string;

  constructor(disk: string) {
    this.#disk = disk;
  }

  leave(blocks: number): void {
    this.free();
    const { bsize, bavail } = statfsSync(this.#disk);
    writeFileSync(this.#filler, Buffer.alloc((bavail - blocks) * bsize));
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  get #filler(): string {
    return join(this.#disk, "filler");
  }
}

/** The path at which an error met the full disk, when that is what it says and what to do, in its one line. */
function fullAt(error: unknown): string {
  assert.ok(error instanceof TenantTrailError && error.code === "disk-full", String(error));
  const told = /^The disk is full: (.+) was not written\. Free some space and run it again\.$/.exec(error.message);
  assert.ok(told?.[1] !== undefined, error.message);
  return told[1];
}

test("wherever an import meets a full disk, it says so, nothing is lost, and it goes on once there is room", async (t) => {
  const disk = smallDisk(t, 8 * megabyte);
  if (disk === undefined) return;
  const { service, file } = await openLake(t);
  const [room, root] = [new Room(disk), join(disk, "lake")];
  await service.useConnection({ kind: "folder", path: root });
  const ids: string[] = [];
  const met = new Set<string>();
  /** Imports two records, first with room for so many blocks. Answers whether that was enough. */
  const isEnough = async (blocks: number): Promise<boolean> => {
    const two = [`a${ids.length}`, `b${ids.length}`];
    const records = two.map((id, n) => JSON.stringify(signIn(id, { createdDateTime: `2026-03-0${n + 1}T00:00:00Z` })));
    const paths = [file(`${ids.length}.ndjson`, records.join("\n"))];
    let isWhole = true;
    room.leave(blocks);
    try {
      await service.importLogs({ paths });
    } catch (error) {
      isWhole = false;
      met.add(fullAt(error).slice(root.length).split("/")[1] ?? "");
      const held = await signInIds(service);
      assert.deepEqual(held.filter((id) => ids.includes(id)).length, ids.length);
      assert.ok(held.every((id) => ids.includes(id) || two.includes(id)));
    }
    room.free();
    const { mismatched, missing, duplicated } = await service.verifyIntegrity({});
    assert.deepEqual({ mismatched, missing, duplicated }, { mismatched: [], missing: [], duplicated: [] });
    await service.importLogs({ paths });
    ids.push(...two);
    assert.deepEqual(await signInIds(service), ids.toSorted());
    return isWhole;
  };
  let [tooFew, enough] = [0, 1024];
  while (enough - tooFew > 1) {
    const blocks = Math.floor((tooFew + enough) / 2);
    if (await isEnough(blocks)) enough = blocks;
    else tooFew = blocks;
  }
  for (let blocks = enough - 3; blocks < enough; blocks += 1) await isEnough(blocks);
  assert.deepEqual([...met].sort(), ["_ledger", "_scratch"], "slices and entries");
});

/** A window of a day, as a run tells of it. */
function windowOf(n: number): WindowRead {
  const [from = "", to = ""] = [n, n + 1].map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString());
  const counts = { fetched: 0, added: 0, updated: 0, late: 0, requests: 1, throttledMs: 0, elapsedMs: 0 };
  return { tenantId: "t", source: "directoryAudits", from, to, at: to, ...counts };
}

test("wherever a ledger meets a full disk, for its checkpoint and its archive too, its chain holds and goes on", async (t) => {
  const disk = smallDisk(t, megabyte);
  if (disk === undefined) return;
  const [room, storage] = [new Room(disk), new FolderStorage(disk)];
  const ledger = new Ledger(storage, "audits", undefined, new LedgerPaths("audits", 4));
  const met = new Set<string>();
  const coveredTo = (state: Awaited<ReturnType<Ledger["readWhole"]>>["state"]): number =>
    Math.max(0, ...[...state.coverage.values()].flat().map(({ toMs }) => toMs));
  for (let n = 0; n < 24; n += 1) {
    const window = windowOf(n);
    const append = async (): Promise<void> => {
      const { state } = await ledger.read();
      const isTold = coveredTo(state) >= Date.parse(window.to);
      await ledger.append(state, () => (isTold ? undefined : { kind: "commit", windows: [window] }));
      await ledger.keepCheckpoint();
    };
    for (let blocks = 0; blocks < 4; blocks += 1) {
      room.leave(blocks);
      try {
        await append();
      } catch (error) {
        met.add(
          fullAt(error)
            .replace(/^.*_ledger/, "")
            .replaceAll(/\d+/g, "#"),
        );
      }
    }
    room.free();
    await append();
    const { state, damage } = await ledger.readWhole();
    assert.equal(damage, undefined);
    assert.equal(coveredTo(state), Date.parse(window.to));
  }
  assert.deepEqual([...met].sort(), ["/audits/#.json", "/audits/archive/#-#.jsonl", "/audits/checkpoint.json"]);
});
