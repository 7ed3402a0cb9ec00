import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { readAll, readOne, scratch, signIn } from "../../unit/import/reading.ts";
import { zipBytes } from "../../unit/import/zip-bytes.ts";

const lines = (count: number) =>
  Array.from({ length: count }, (_, n) => `${JSON.stringify(signIn(`s${n}`))}\n`).join("");

test("gzip is read whatever its name, also several members in a row", async (t) => {
  const file = scratch(t);
  const path = file("logs.txt", Buffer.concat([gzipSync(lines(2)), gzipSync(lines(1))]));
  const reading = await readOne(path);
  assert.equal(reading.format, "Graph beta sign-ins (NDJSON, gzip)");
  assert.equal(reading.records.length, 3);
});

test("a gzip file cut anywhere keeps the records before the cut", async (t) => {
  const file = scratch(t);
  const random = Array.from({ length: 3000 }, (_, n) => `${JSON.stringify(signIn(`s${n}`, { x: Math.sin(n) }))}\n`);
  const packed = gzipSync(random.join(""));
  const { records, rejected } = await readOne(file("cut.gz", packed.subarray(0, packed.length >> 1)));
  assert.ok(records.length > 1000 && records.length < 2500, `${records.length}`);
  assert.deepEqual(
    records.map(({ record }) => record["id"]),
    records.map((_, n) => `s${n}`),
  );
  assert.match(rejected.at(-1)?.reason ?? "", /compressed data is cut short/);
});

const whole = gzipSync(lines(2));

for (const [name, tail, records, said] of [
  ["zeros", Buffer.alloc(5000), 2, undefined],
  ["another member", gzipSync(lines(1)), 3, undefined],
  ["a member behind zeros", Buffer.concat([Buffer.alloc(512), gzipSync(lines(1))]), 3, undefined],
  ["one byte that is no gzip", Buffer.from([7]), 2, /bytes that are no gzip\. They were left out/],
  ["text", Buffer.from("-- end --"), 2, /bytes that are no gzip/],
  ["text behind zeros", Buffer.concat([Buffer.alloc(9), Buffer.from("-- end --")]), 2, /bytes that are no gzip/],
  ["a member that is cut in its header", whole.subarray(0, 6), 2, /cut short/],
  ["a member that is cut in its data", whole.subarray(0, 30), 2, /cut short/],
  ["a member that is cut in its checksum", whole.subarray(0, -3), 4, /cut short/],
  ["a member whose checksum is wrong", Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8)]), 4, /checksum differs/],
] as const) {
  test(`a gzip file with ${name} behind its data keeps its rows and says what was left out`, async (t) => {
    const reading = await readOne(scratch(t)("x.gz", Buffer.concat([whole, tail])));
    assert.equal(reading.records.length, records);
    if (said === undefined) assert.deepEqual(reading.rejected, []);
    else assert.match(reading.rejected.at(-1)?.reason ?? "", said);
  });
}

test("a gzip header with a name, a comment, extra bytes and a checksum is read", async (t) => {
  const header = Buffer.from(whole.subarray(0, 10));
  header[3] = 2 + 4 + 8 + 16;
  const more = Buffer.from("\x03\0abcname\0comment\0\x12\x34", "latin1");
  const { records } = await readOne(scratch(t)("x.gz", Buffer.concat([header, more, whole.subarray(10)])));
  assert.equal(records.length, 2);
});

/** Archives may expand by 100 MB before their ratio is looked at. */
const bombBytes = 110 * 1024 * 1024;

test("a gzip bomb is stopped, and what came before it is kept", async (t) => {
  const file = scratch(t);
  const bomb = gzipSync(Buffer.concat([Buffer.from(lines(1)), Buffer.alloc(bombBytes, " ")]));
  const { records, rejected } = await readOne(file("bomb.gz", bomb));
  assert.equal(records.length, 1);
  assert.match(rejected.at(-1)?.reason ?? "", /expands more than 200 times/);
  await assert.rejects(
    readOne(file("zeros.gz", gzipSync(Buffer.alloc(bombBytes, "[")))),
    /expands more than 200 times|known log/,
  );
});

test("the members of a zip archive are read one by one, and folders passed over", async (t) => {
  const file = scratch(t);
  const path = file(
    "a",
    zipBytes([
      { name: "x/", data: Buffer.alloc(0), stored: true },
      { name: "x/one.json", data: Buffer.from(JSON.stringify([signIn("a")])) },
      { name: "__MACOSX/x/._one.json", data: Buffer.from("junk") },
      { name: "two.log", data: Buffer.from(lines(2)), stored: true },
      { name: "notes.txt", data: Buffer.from("call Bob") },
    ]),
  );
  const readings = await readAll(path);
  assert.deepEqual(
    readings.map(({ member, records }) => [member, records.length]),
    [
      ["x/one.json", 1],
      ["two.log", 2],
      ["notes.txt", 0],
    ],
  );
  assert.equal(readings[1]?.format, "Graph beta sign-ins (NDJSON, zip)");
  assert.match(readings[2]?.format ?? "", /^refused: This is text, but neither JSON nor CSV/);
});

test("members that climb out, are encrypted, damaged or archives are refused by name and the others read", async (t) => {
  const file = scratch(t);
  const data = Buffer.from(lines(1));
  const names = ["../../etc/cron.d/x", "/abs.json", "C:\\x.json", "..\\up.json"];
  const path = file(
    "bad.zip",
    zipBytes([
      ...names.map((name) => ({ name, data })),
      { name: "secret.json", data, flags: 1 },
      { name: "old.json", data, method: 12 },
      { name: "wrong.json", data, crc: 7 },
      { name: "inner.gz", data: gzipSync(data), stored: true },
      { name: "inner.zip", data: zipBytes([{ name: "x.json", data }]), stored: true },
      { name: "good.json", data },
    ]),
  );
  const readings = await readAll(path);
  assert.equal(readings.length, 10);
  const byName = new Map(readings.map((reading) => [reading.member, reading]));
  for (const reading of readings.slice(0, 4)) assert.match(reading.format, /refused: .*leads out of the archive/);
  assert.match(byName.get("secret.json")?.format ?? "", /is encrypted/);
  assert.match(byName.get("old.json")?.format ?? "", /compression that is not read/);
  assert.equal(byName.get("wrong.json")?.records.length, 1);
  assert.match(byName.get("wrong.json")?.rejected[0]?.reason ?? "", /checksum/);
  assert.match(byName.get("inner.gz")?.format ?? "", /archive inside an archive/);
  assert.match(byName.get("inner.zip")?.format ?? "", /archive inside an archive/);
  assert.equal(byName.get("good.json")?.records.length, 1);
});

const blankLine = `${" ".repeat(1023)}\n`;

test("a zip bomb is refused, and a limit on the whole holds", async (t) => {
  const file = scratch(t);
  const bomb = file(
    "bomb.zip",
    zipBytes([{ name: "bomb.json", data: Buffer.concat([Buffer.from(lines(1)), Buffer.alloc(bombBytes, blankLine)]) }]),
  );
  const [reading] = await readAll(bomb);
  assert.equal(reading?.records.length, 1);
  assert.match(reading?.rejected[0]?.reason ?? "", /expands more than 200 times/);
  const plain = file(
    "plain.zip",
    zipBytes([
      { name: "a", data: Buffer.from(lines(50)) },
      { name: "b", data: Buffer.from(lines(50)) },
    ]),
  );
  const limited = await readAll(plain, { maxExpandedBytes: 7000 });
  assert.match(limited[1]?.rejected[0]?.reason ?? limited[1]?.format ?? "", /expands to more than 7000 bytes/);
});

test("an Office document, an empty and a cut zip archive are refused in words", async (t) => {
  const file = scratch(t);
  const data = Buffer.from(lines(1));
  const workbook = zipBytes([
    { name: "[Content_Types].xml", data },
    { name: "xl/workbook.xml", data },
  ]);
  await assert.rejects(readAll(file("book.xlsx", workbook)), {
    code: "unrecognised-format",
    message: /save it as CSV/,
  });
  await assert.rejects(readAll(file("none.zip", zipBytes([]))), { code: "unrecognised-format" });
  const cut = zipBytes([{ name: "a", data }]).subarray(0, -30);
  await assert.rejects(readAll(file("cut.zip", cut)), { code: "read-failed", message: /damaged or incomplete/ });
});
