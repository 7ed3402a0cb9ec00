import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Connections } from "../../../../src/editor/connections/connections.ts";
import type { LakeHeads, SeenHeads } from "../../../../src/protocol/ledger-heads.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { LedgerHeads } = await import("../../../../src/editor/verify/watched-heads.ts");
const { HeadMemory } = await import("../../../../src/editor/verify/head-memory.ts");
const { readHeads } = await import("../../../../src/editor/verify/read-heads.ts");

const root = "/lake";
const head = (n: number, letter: string) => ({ n, sha256: letter.repeat(64) });
const older: LakeHeads = { signins: head(4, "a"), audits: head(2, "b") };
const newer: LakeHeads = { signins: head(7, "c"), audits: head(2, "b") };
const gone = "The ledger is gone: 2 entries of it were seen before.";

beforeEach(() => {
  editor.messages.length = 0;
  editor.press = undefined;
});

function watching(answer: (known: LakeHeads) => SeenHeads) {
  const memory = new HeadMemory(memento());
  const asked: LakeHeads[] = [];
  const verified: string[] = [];
  const lake = lakeWith({
    ledgerHeads: async ({ known }) => {
      asked.push(known);
      return answer(known);
    },
  });
  const connections = { current: { root } } as unknown as Connections;
  return { memory, asked, verified, heads: new LedgerHeads(lake, connections, memory, () => verified.push("lake")) };
}

test("what goes on from what was seen is remembered, and asked about the next time", async () => {
  const { heads, memory, asked } = watching(() => ({ heads: newer, broken: [] }));
  await heads.look();
  await heads.look();
  assert.deepEqual(asked, [{}, newer]);
  assert.deepEqual(memory.of(root), newer);
  assert.deepEqual(memory.of("/another"), {});
  assert.deepEqual(editor.messages, []);
});

test("a table that is gone is said once, and its head is kept until a person says that it is right", async () => {
  const { heads, memory, verified } = watching((known) => ({
    heads: { signins: head(9, "d") },
    broken: known.audits === undefined ? [] : [{ table: "audits", reason: gone }],
  }));
  await memory.remember(root, older);
  await heads.look();
  await heads.look();
  assert.deepEqual(
    editor.messages.map(({ kind, text }) => [kind, text]),
    [
      [
        "warning",
        `This lake is not what this editor saw before. Audits: ${gone} Copy it before anything is written into it.`,
      ],
    ],
  );
  assert.deepEqual(memory.of(root), older);
  assert.deepEqual(verified, []);
});

test("from the warning a person verifies the lake, or keeps it as it is", async () => {
  const broken = [{ table: "audits", reason: gone }] as const;
  const verifying = watching(() => ({ heads: { signins: head(9, "d") }, broken }));
  await verifying.memory.remember(root, older);
  editor.press = "Verify the lake";
  await verifying.heads.look();
  assert.deepEqual(verifying.verified, ["lake"]);
  assert.deepEqual(verifying.memory.of(root), older);

  const accepting = watching(() => ({ heads: { signins: head(9, "d") }, broken }));
  await accepting.memory.remember(root, older);
  editor.press = "It is right as it is";
  await accepting.heads.look();
  assert.deepEqual(accepting.memory.of(root), { signins: head(9, "d") });
});

test("a head of another kind, of no table or without a digest is none", () => {
  const good = head(1, "a");
  assert.deepEqual(readHeads({ signins: good, audits: { n: 0, sha256: good.sha256 }, other: good }), { signins: good });
  assert.deepEqual(readHeads({ signins: { n: 1, sha256: "a" }, audits: { n: 1.5, sha256: good.sha256 } }), {});
  assert.deepEqual(readHeads({ __proto__: { signins: good } }), {});
  for (const nothing of [undefined, null, [], "x", 7]) assert.deepEqual(readHeads(nothing), {});
});

test("a table that held nothing when it was last seen keeps the heads of the others", async () => {
  const { heads, memory } = watching(() => ({ heads: { signins: head(9, "d") }, broken: [] }));
  await memory.remember(root, { signins: head(4, "a") });
  await heads.look();
  assert.deepEqual(memory.of(root), { signins: head(9, "d") });
});
