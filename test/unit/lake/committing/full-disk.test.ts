import assert from "node:assert/strict";
import { test } from "node:test";
import { diskFull } from "../../../../src/lake/storage/file-errors.ts";
import type { StoredObject, WriteCondition } from "../../../../src/lake/storage/storage.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { commitTo, row, rowsOf, SlicesInMemory, StandingClock, stateOf, writerOn } from "./some-writers.ts";

/** A disk that is full at every seventh write of each kind, and at the first, and tells what it was full for. */
class FullStorage extends SlicesInMemory {
  /** How often each kind of file was written. */
  readonly writes = new Map<string, number>();

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    this.#take(path);
    return super.write(path, content, condition);
  }

  override async overwrite(path: string, content: Uint8Array): Promise<void> {
    this.#take(path);
    return super.overwrite(path, content);
  }

  #take(path: string): void {
    const kind = path.replaceAll(/[0-9a-f]{9,}|\d+/g, "#");
    const writes = this.writes.get(kind) ?? 0;
    this.writes.set(kind, writes + 1);
    if (writes % 7 === 0) throw diskFull(path, new Error("ENOSPC: no space left on device, write"));
  }
}

test("a disk that is full now and then, for slices, entries, checkpoints and archives, costs no row", async () => {
  const clock = new StandingClock();
  const storage = new FullStorage(clock.now);
  const lake = writerOn(storage, clock);
  let failed = 0;
  const commits = 560;
  for (let n = 0; n < commits; n += 1) {
    // A commit that failed is done again, as a person or the next run does it.
    for (let attempt = 0; ; attempt += 1) {
      try {
        await commitTo(lake, [row(`k${n}`, `2026-11-2${n % 3}T10:00:00Z`)]);
        break;
      } catch (error) {
        assert.ok(error instanceof TenantTrailError && error.code === "disk-full", String(error));
        assert.ok(attempt < 5, "it is done in the end");
        failed += 1;
      }
    }
    clock.pass(60 * 60_000);
  }
  assert.ok(failed > 20, `${failed} commits failed`);
  const state = await stateOf(lake);
  assert.equal((await rowsOf(storage, state)).length, commits);
  const kinds = [...storage.writes.keys()].sort();
  for (const kind of [/checkpoint/, /archive|_ledger.*-/, /^_ledger\/signins\/#\.json$/, /^signins\//])
    assert.ok(
      kinds.some((each) => kind.test(each)),
      `${kind} in ${kinds.join(" ")}`,
    );
});
