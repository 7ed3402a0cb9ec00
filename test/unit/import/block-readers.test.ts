import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { BlockReaders } from "../../../src/import/block-readers.ts";
import type { Bytes } from "../../../src/import/bytes/byte-source.ts";
import type { RejectedText } from "../../../src/import/formats/import-record.ts";
import type { UnreadLines } from "../../../src/import/read-lines.ts";
import { readText } from "../../../src/import/read-text.ts";
import { rowsOfParts } from "../../../src/import/rows-of-parts.ts";
import { signIn } from "./reading.ts";

const script = new URL("../../../src/entry/import-reader.ts", import.meta.url);

const good = (id: string, more: Record<string, unknown> = {}): string => JSON.stringify(signIn(id, more));

/** One row, whatever columns it came in. */
type Row = readonly [line: number, key: string, eventTimeMs: number, origin: object | undefined, raw: string];

interface Found {
  readonly rows: readonly Row[];
  readonly rejected: readonly RejectedText[];
}

async function found(bytes: Bytes, readers: BlockReaders | undefined): Promise<Found> {
  const reading = await readText(bytes, {});
  const rows: Row[] = [];
  const rejected: RejectedText[] = [];
  for await (const part of rowsOfParts(reading.batches, readers)) {
    let start = 0;
    for (const [row, line] of part.lines.entries()) {
      const end = part.rawEnds[row] ?? 0;
      const raw = Buffer.from(part.raw.subarray(start, end)).toString("utf8");
      start = end;
      rows.push([line, part.keys[row] ?? "", part.eventTimesMs[row] ?? 0, part.origins[part.originOf[row] ?? -1], raw]);
    }
    rejected.push(...part.rejected);
  }
  await reading.close();
  return { rows, rejected };
}

async function* inChunks(content: Buffer, chunkBytes: number): Bytes {
  for (let at = 0; at < content.length; at += chunkBytes) yield content.subarray(at, at + chunkBytes);
}

/** Threads that end with the test. */
function threads(t: TestContext, count = 2): BlockReaders {
  const readers = new BlockReaders(script, count);
  t.after(() => readers.close());
  return readers;
}

const audit = { Id: "a", CreationTime: "2026-03-01T10:18:39", RecordType: 15, Operation: "x", OrganizationId: "o" };
const filler = "x".repeat(1500);

/** Lines as exports have them, and as nobody should; each of them may come many times. */
const line: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: fc.uuid().map((id) => Buffer.from(good(id, { userAgent: filler }))) },
  fc.string({ unit: "binary" }).map((id) => Buffer.from(good(id))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((json) => Buffer.from(json)),
  fc.constantFrom("", "\r", "  ", "\ufeff", "{", "[]", "null", '"x"').map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      JSON.stringify(audit),
      JSON.stringify({ ...audit, OrganizationId: "7E57AB1E-0000-4000-8000-000000000001" }),
      JSON.stringify({ AuditData: JSON.stringify(audit), ResultIndex: 1 }),
      JSON.stringify(JSON.stringify(audit)),
      JSON.stringify({ value: [signIn("p1"), { x: 1 }, signIn("p2")] }),
      JSON.stringify({ file: "f", line: 1, reason: "r", text: `CreationDate,UserIds\r\n1,2` }),
      good("surrogate").replace("surrogate", "\\ud800 \\ud83d\\ude00"),
      good("late", { createdDateTime: "1601-01-01T00:00:00Z" }),
      good("zone", { createdDateTime: "2026-03-01T00:58:41.1234567+02:00" }),
      `${'{"a":'.repeat(201)}1${"}".repeat(201)}`,
      `  ${good("spaces")}\t\r`,
      good("latin", { userDisplayName: "Zürich \u{1f600}" }),
    )
    .map((text) => Buffer.from(text)),
);

/** A text of one block to four, told in few words. */
const text = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 40, size: "max" }),
  times: fc.constantFrom(1, 20, 60, 100),
  isEnded: fc.boolean(),
  chunkBytes: fc.integer({ min: 10_000, max: 1024 * 1024 }),
  threadCount: fc.constantFrom(1, 2),
});

function contentOf(lines: readonly Buffer[], times: number, isEnded: boolean): Buffer {
  const all = [Buffer.from(good("first")), ...Array.from({ length: times }, () => lines).flat()];
  const content = Buffer.concat(all.flatMap((each) => [each, Buffer.from("\n")]));
  return isEnded ? content : content.subarray(0, -1);
}

/** Says where two findings differ first; all of them would be megabytes. */
function assertSame(actual: Found, expected: Found): void {
  for (const part of ["rows", "rejected"] as const) {
    const differs = expected[part].findIndex((each, index) => !isDeepStrictEqual(each, actual[part][index]));
    if (differs >= 0) assert.deepEqual([differs, actual[part][differs]], [differs, expected[part][differs]]);
    assert.equal(actual[part].length, expected[part].length, part);
  }
}

test("threads find what this thread finds, in the same order, in random mixtures of plain and hostile lines", async (t) => {
  const [one, readers] = [threads(t, 1), threads(t)];
  await fc.assert(
    fc.asyncProperty(text, async ({ lines, times, isEnded, chunkBytes, threadCount }) => {
      const content = contentOf(lines, times, isEnded);
      const here = await found(inChunks(content, chunkBytes), undefined);
      assertSame(await found(inChunks(content, chunkBytes), threadCount === 1 ? one : readers), here);
    }),
    { numRuns: 30, endOnFailure: true },
  );
  const lines = Array.from({ length: 5000 }, (_, n) =>
    n % 100 === 7 ? `{"bad":${n}` : good(`s${n}`, { userAgent: filler }),
  );
  const { rows, rejected } = await found(inChunks(Buffer.from(lines.join("\n")), 300_000), readers);
  assert.ok(readers.areStarted);
  const expected = lines.map((raw, n) => ({ at: n + 1, key: `s${n}`, raw }));
  const isBad = ({ at }: { readonly at: number }): boolean => at % 100 === 8;
  assert.ok(
    isDeepStrictEqual(
      rows.map(([at, key, , , raw]) => ({ at, key, raw })),
      expected.filter((each) => !isBad(each)),
    ),
  );
  assert.deepEqual(
    rejected.map(({ line: at, reason, text: raw }) => [at, reason, raw]),
    expected.filter(isBad).map(({ at, raw }) => [at, "is not valid JSON", raw]),
  );
});

test("a line that is longer than a block comes between what threads read, in its place", async (t) => {
  const plain = (from: number): string[] =>
    Array.from({ length: 2000 }, (_, n) => good(`s${from + n}`, { userAgent: filler }));
  const long = good("long", { userAgent: "y".repeat(5 * 1024 * 1024) });
  const content = Buffer.from([...plain(0), long, ...plain(2000)].join("\n"));
  const readers = threads(t);
  const here = await found(inChunks(content, 1024 * 1024), undefined);
  assertSame(await found(inChunks(content, 1024 * 1024), readers), here);
  assert.ok(readers.areStarted);
  assert.deepEqual(
    here.rows.map(([at]) => at),
    Array.from({ length: 4001 }, (_, n) => n + 1),
  );
});

test("a text of one block starts no thread", async (t) => {
  const readers = threads(t);
  const lines = Array.from({ length: 1000 }, (_, n) => good(`s${n}`, { userAgent: filler }));
  assert.equal((await found(inChunks(Buffer.from(lines.join("\n")), 256 * 1024), readers)).rows.length, 1000);
  assert.equal(readers.areStarted, false);
});

test("no more blocks are read ahead than the threads are to have", async (t) => {
  const readers = threads(t, 1);
  const content = Buffer.from(
    Array.from({ length: 1400 }, (_, n) => good(`s${n}`, { userAgent: filler })).join("\n") + "\n",
  );
  let given = 0;
  async function* endless(): Bytes {
    for (;;) {
      given += content.length;
      yield content;
    }
  }
  const reading = await readText(endless(), {});
  async function* counted(): AsyncGenerator<readonly never[] | UnreadLines> {
    for await (const part of reading.batches) if ("block" in part) yield part;
  }
  for await (const rows of rowsOfParts(counted(), readers)) if (rows.lines.length > 0 && readers.areStarted) break;
  // A block is cut with at most 3 of these chunks.
  assert.ok(given <= (readers.capacity + 4) * 3 * content.length, `${given} bytes were read ahead`);
  await reading.close();
});

test("a thread that fails ends the reading with a sentence", async (t) => {
  const broken = new BlockReaders(new URL("data:text/javascript,throw new Error('broken')"), 1);
  t.after(() => broken.close());
  const lines = Array.from({ length: 2500 }, (_, n) => good(`s${n}`, { userAgent: filler }));
  await assert.rejects(found(inChunks(Buffer.from(lines.join("\n")), 1024 * 1024), broken), {
    code: "internal",
    message: /broken.*import the files again/,
  });
});
