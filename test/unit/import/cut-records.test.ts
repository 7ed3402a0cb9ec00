import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { deepestNesting } from "../../../src/base/json-text.ts";
import type { Bytes } from "../../../src/import/bytes/byte-source.ts";
import { UnreadLines } from "../../../src/import/read-lines.ts";
import { readText } from "../../../src/import/read-text.ts";
import { signIn } from "./reading.ts";
import { hostileSignIn, layouts, type WrittenFile } from "./written-files.ts";

interface Found {
  readonly records: readonly string[];
  readonly rejected: readonly string[];
  /** Both, in the order of the file. */
  readonly inOrder: readonly string[];
}

async function* inPieces(bytes: Buffer, size: number): Bytes {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

async function read(bytes: Buffer, size = 1024 * 1024): Promise<Found> {
  const found = { records: [] as string[], rejected: [] as string[], inOrder: [] as string[] };
  try {
    const reading = await readText(inPieces(bytes, size), {});
    for await (const part of reading.batches)
      for (const item of part instanceof UnreadLines ? part.readAll().flat() : part) {
        const text = item.kind === "record" ? item.record.raw : item.text;
        (item.kind === "record" ? found.records : found.rejected).push(text);
        found.inOrder.push(text);
      }
  } catch (error) {
    assert.match(String(error), /unrecognised-format|TenantTrail imports|no known log/);
    found.rejected.push(bytes.toString());
    found.inOrder.push(bytes.toString());
  }
  return found;
}

/** Bytes `from` to `to` of a file are replaced by `by`. */
interface Damage {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

function damaged(bytes: Buffer, { from, to, by }: Damage): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(by), bytes.subarray(to)]);
}

/** Records that have every byte and nothing more, in order. */
function untouched({ records }: WrittenFile, damages: readonly Damage[]): readonly string[] {
  return records
    .filter(({ start, end }) => damages.every(({ from, to }) => to <= start || from >= end))
    .map(({ text }) => text);
}

/** What is left of a text when what was found in it, in the order of the file, is taken away. */
function leftOver(bytes: Buffer, { inOrder }: Found): string {
  const text = bytes.toString();
  let [left, from] = ["", 0];
  for (const part of inOrder) {
    const at = text.indexOf(part, from);
    assert.ok(at >= 0, `not in the file, or not in its order: ${part}`);
    left += `${text.slice(from, at)}■`;
    from = at + part.length;
  }
  return left + text.slice(from);
}

function assertConfined(file: WrittenFile, damages: readonly Damage[], bytes: Buffer, found: Found): void {
  const shown = `${JSON.stringify(damages)}\n${bytes.toString()}\nrejected: ${found.rejected.join("\n---\n")}`;
  const good = untouched(file, damages);
  const missing = good.filter((text) => !found.records.includes(text));
  assert.deepEqual(missing, [], shown);
  const made = found.records.filter((text) => file.records.every((each) => each.text !== text));
  const originals = file.bytes.toString();
  for (const text of made) {
    assert.ok(!originals.includes(text), `a part of a record became one: ${text}\n${shown}`);
    assert.ok(bytes.toString().includes(text), `invented: ${text}\n${shown}`);
  }
  assert.ok(made.length <= damages.length, shown);
  assert.match(leftOver(bytes, found), file.between, shown);
}

/** The same inputs each time, so that a red test means a change of the reader. */
const fixed = { seed: 20_260_301, endOnFailure: true, includeErrorInReport: true };

const junk = fc.constantFrom(
  "",
  "",
  "",
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\n",
  "x",
  "7",
  '"x":[',
  '{"x":[1,',
  "\\u12",
);

const damage = fc.record({ from: fc.nat(), cut: fc.oneof(fc.nat(8), fc.nat(900)), by: junk });

/** The damage put somewhere into the records of a file, or between them. */
function placed({ from, cut, by }: { from: number; cut: number; by: string }, { bytes, records }: WrittenFile): Damage {
  const first = records[0]?.start ?? 0;
  const start = first + (from % ((records.at(-1)?.end ?? bytes.length) - first));
  return { from: start, to: Math.min(bytes.length, start + (by === "" ? cut + 1 : cut)), by };
}

for (const [name, write] of Object.entries(layouts)) {
  test(`${name}: one damaged place costs the records it lies in and no other`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileSignIn, { minLength: 2, maxLength: 7 }),
        damage,
        fc.integer({ min: 1, max: 3000 }),
        async (records, somewhere, size) => {
          const file = write(records);
          const place = placed(somewhere, file);
          const bytes = damaged(file.bytes, place);
          const found = await read(bytes);
          assertConfined(file, [place], bytes, found);
          assert.deepEqual(await read(bytes, size), found, "the same however the bytes come");
        },
      ),
      { ...fixed, numRuns: 60 },
    );
  });
}

test("several damaged places cost the records they lie in, in every layout", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(layouts)),
      fc.array(hostileSignIn, { minLength: 5, maxLength: 9 }),
      fc.array(damage, { minLength: 2, maxLength: 3 }),
      async (write, records, somewhere) => {
        const file = write(records);
        const places = apart(somewhere.map((each) => placed(each, file)));
        const bytes = places.reduceRight(damaged, file.bytes);
        assertConfined(file, places, bytes, await read(bytes));
      },
    ),
    { ...fixed, numRuns: 180 },
  );
});

test("a record that is cut inside an array of its own loses itself, not those behind it", async () => {
  const written = Array.from({ length: 20_000 }, (_, n) => JSON.stringify(signIn(`s${n}`)));
  const cut = `${JSON.stringify(signIn("cut")).slice(0, -2)},`;
  assert.match(cut, /\["interactiveUser",$/);
  const all = [...written.slice(0, 2), cut, ...written.slice(2)].join(",\n").replace(",,", ",");
  const found = await read(Buffer.from(`[\n${all}\n]`));
  assert.deepEqual(found.rejected, [cut.slice(0, -1)]);
  assert.deepEqual(found.records, written);
});

for (const [name, encode] of [
  ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ["UTF-8 with a mark", (text: string) => Buffer.from(`\ufeff${text}`)],
] as const) {
  test(`the same in ${name}`, async () => {
    const [first, second, third] = ["1", "2", "3"].map((id) => JSON.stringify(signIn(id)));
    const cut = second?.slice(0, -2);
    const found = await read(encode(`{"value":[${first},${cut},${third}]}`), 7);
    assert.deepEqual(found, { records: [first, third], rejected: [cut], inOrder: [first, cut, third] });
  });
}

test("texts that hold records, of which one lost its end, give the others", async () => {
  const audits = ["1", "2", "3"].map((Id) =>
    JSON.stringify({ Id, CreationTime: "2026-03-01T10:18:39", RecordType: 1, Operation: "x" }),
  );
  const [first, second, third] = audits.map((text) => JSON.stringify(text));
  const { records, rejected } = await read(Buffer.from(`[${first},${second?.slice(0, -9)},${third}]`));
  assert.deepEqual(records, [audits[0], audits[2]]);
  assert.deepEqual(rejected, [second?.slice(0, -9)]);
});

for (const [name, text] of [
  ["opening brackets", "[".repeat(400_000)],
  ["opening braces", "{".repeat(400_000)],
  ["objects that never end", '{"a":'.repeat(100_000)],
  ["quotes", '"{'.repeat(200_000)],
  ["records that each lack an end", JSON.stringify(signIn("x")).slice(0, -2).concat(",").repeat(4_000)],
] as const) {
  test(`a file of ${name} comes to an end, and is kept whole`, async () => {
    const start = `[${JSON.stringify(signIn("1"))},`;
    const { records, rejected } = await read(Buffer.from(`${start}${text}`));
    assert.equal(records.length, 1);
    // Up to the deepest nesting, brackets open arrays.
    assert.ok(rejected.join("").length >= text.length - deepestNesting, `${rejected.join("").length}`);
  });
}

/** Places that do not overlap, in the order of the file. */
function apart(places: readonly Damage[]): readonly Damage[] {
  const sorted = [...places].sort((a, b) => a.from - b.from);
  return sorted.filter(({ from }, index) => sorted.slice(0, index).every(({ to }) => to <= from));
}
