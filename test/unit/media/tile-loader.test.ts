import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TileLoader } from "../../../media/dashboard-page/tile-loader.ts";
import type { TileOutcome } from "../../../src/protocol/dashboard/dashboard-page.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";

const ended: TileOutcome = { kind: "failed", message: "for the test" };

/** Runs that end when the test says so. */
class FakeRuns {
  readonly begun: string[] = [];
  readonly cancelled: string[] = [];
  readonly #ends = new Map<string, (outcome: TileOutcome) => void>();

  run = (tile: string, signal: AbortSignal): Promise<TileOutcome> => {
    this.begun.push(tile);
    return new Promise((resolve, reject) => {
      this.#ends.set(tile, resolve);
      signal.addEventListener("abort", () => {
        this.cancelled.push(tile);
        this.#ends.delete(tile);
        reject(new CancelledError());
      });
    });
  };

  get running(): readonly string[] {
    return [...this.#ends.keys()];
  }

  async end(tile: string): Promise<void> {
    this.#ends.get(tile)?.(ended);
    this.#ends.delete(tile);
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const tiles = ["a", "b", "c", "d", "e", "f"];

function open(): { readonly runs: FakeRuns; readonly loader: TileLoader } {
  const runs = new FakeRuns();
  const loader = new TileLoader(runs.run, () => undefined);
  for (const tile of tiles) loader.see(tile, true);
  return { runs, loader };
}

test("four tiles run at once, from the first on, and the next when one has ended", async () => {
  const { runs, loader } = open();
  assert.deepEqual(runs.begun, [], "nothing runs before it is begun");
  loader.begin(tiles);
  assert.deepEqual(runs.begun, ["a", "b", "c", "d"]);
  await runs.end("c");
  assert.deepEqual(runs.begun, ["a", "b", "c", "d", "e"]);
  assert.deepEqual(loader.stateOf("c"), ended);
  assert.equal(loader.stateOf("f").kind, "waiting");
});

test("what is out of sight is cancelled, runs again when it is seen, and is kept when it has ended", async () => {
  const { runs, loader } = open();
  loader.see("f", false);
  loader.begin(["a", "f"]);
  assert.deepEqual(runs.begun, ["a"]);
  loader.see("a", false);
  await settled();
  assert.deepEqual(runs.cancelled, ["a"]);
  assert.equal(loader.stateOf("a").kind, "waiting");
  loader.see("a", true);
  await runs.end("a");
  loader.see("a", false);
  loader.see("a", true);
  assert.deepEqual(runs.begun, ["a", "a"]);
  assert.deepEqual(loader.stateOf("a"), ended);
});

test("a hidden page runs nothing, and other filters cancel what runs under the former", async () => {
  const { runs, loader } = open();
  loader.begin(["a", "b"]);
  loader.seePage(false);
  await settled();
  assert.deepEqual(runs.cancelled, ["a", "b"]);
  loader.seePage(true);
  assert.deepEqual(runs.running, ["a", "b"]);
  loader.begin(["a", "b"]);
  await settled();
  assert.deepEqual(runs.cancelled, ["a", "b", "a", "b"]);
  assert.deepEqual(runs.running, ["a", "b"]);
  loader.stop();
  await settled();
  assert.deepEqual(runs.running, []);
});

test("whatever comes in whatever order: never more than four, none out of sight, and in the end each has ended", async () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant("see" as const), tile: fc.constantFrom(...tiles), isSeen: fc.boolean() }),
    fc.record({ kind: fc.constant("seePage" as const), isSeen: fc.boolean() }),
    fc.record({ kind: fc.constant("end" as const), tile: fc.constantFrom(...tiles) }),
    fc.record({ kind: fc.constant("again" as const), tile: fc.constantFrom(...tiles) }),
    fc.record({ kind: fc.constant("begin" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const { runs, loader } = open();
      const seen = new Set(tiles);
      let isPageSeen = true;
      loader.begin(tiles);
      for (const each of acts) {
        if (each.kind === "begin") loader.begin(tiles);
        else if (each.kind === "end") await runs.end(each.tile);
        else if (each.kind === "again") loader.again(each.tile);
        else if (each.kind === "seePage") {
          isPageSeen = each.isSeen;
          loader.seePage(isPageSeen);
        } else if (each.kind === "see") {
          loader.see(each.tile, each.isSeen);
          if (each.isSeen) seen.add(each.tile);
          else seen.delete(each.tile);
        }
        await settled();
        assert.ok(runs.running.length <= 4);
        for (const tile of runs.running) assert.ok(isPageSeen && seen.has(tile), tile);
      }
      loader.seePage(true);
      for (const tile of tiles) loader.see(tile, true);
      for (let left = 20; left > 0 && runs.running.length > 0; left--)
        for (const tile of runs.running) await runs.end(tile);
      for (const tile of tiles) assert.deepEqual(loader.stateOf(tile), ended, tile);
    }),
    { numRuns: 300 },
  );
});
