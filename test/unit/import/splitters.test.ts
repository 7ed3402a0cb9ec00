import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isRecord } from "../../../src/base/json-record.ts";
import type { RecordSplitter, SplitSink } from "../../../src/import/split/record-splitter.ts";
import { CsvSplitter } from "../../../src/import/split/split-csv.ts";
import { LineSplitter } from "../../../src/import/split/split-lines.ts";
import { ValueSplitter } from "../../../src/import/split/split-values.ts";

type Make = (sink: SplitSink) => RecordSplitter;

const makeLines: Make = (sink) => new LineSplitter(sink);
const makeValues: Make = (sink) => new ValueSplitter(sink);
const makeCsv: Make = (sink) => new CsvSplitter({ delimiter: ",", columns: ["a", "b"] }, sink);

/** Everything a splitter finds, one line of text each. A record is an object that begins with an id. */
function split(make: Make, chunks: readonly Uint8Array[]): readonly string[] {
  const out: string[] = [];
  const splitter = make({
    isRecord: (text) => /^\{\s*"id"/.test(text),
    found: ({ line, text, context }) => {
      if (make === makeValues && !isObject(text)) return { damage: "is not a JSON object" };
      out.push(`${line} ${text} ${context ?? ""}`);
      return "record";
    },
    rejected: ({ line, reason, text }) => out.push(`${line} REJECTED ${reason}: ${text}`),
  });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return out;
}

function isObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}

/** The same bytes in pieces of the given sizes. */
function pieces(bytes: Buffer, sizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  chunks.push(bytes.subarray(at));
  return chunks;
}

/** Records whose texts hold everything that a splitter could mistake for structure. */
const anyRecord = () =>
  fc
    .tuple(fc.uuid(), fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: "binary", maxLength: 20 }))
    .map(([id, data, text]) => ({ id, data, text, hostile: '"}],{\\', value: [1], records: [{ id: 1 }] }))
    .map(({ id, data, text, hostile }) => ({ id, data, text: text.toWellFormed(), hostile }));

const layouts: Readonly<Record<string, (records: readonly unknown[]) => string>> = {
  array: (records) => JSON.stringify(records),
  "pretty array": (records) => JSON.stringify(records, null, 2),
  page: (records) => JSON.stringify({ "@odata.context": "c", value: records, "@odata.nextLink": "n" }),
  "pretty page": (records) => JSON.stringify({ "@odata.context": "c", value: records }, null, 4),
  "joined pages": (records) => records.map((each) => JSON.stringify({ records: [each] })).join("\r\n"),
  "joined objects": (records) => records.map((each) => JSON.stringify(each, null, 2)).join("\n"),
};

for (const [name, layout] of Object.entries(layouts)) {
  test(`${name}: each record's exact text is found, however the bytes are cut`, () => {
    fc.assert(
      fc.property(
        fc.array(anyRecord(), { maxLength: 5 }),
        fc.array(fc.nat(40), { maxLength: 60 }),
        (records, sizes) => {
          const bytes = Buffer.from(layout(records));
          const whole = split(makeValues, [bytes]);
          assert.deepEqual(split(makeValues, pieces(bytes, sizes)), whole);
          const texts = whole.map((line) => line.slice(line.indexOf(" ") + 1, line.lastIndexOf(" ")));
          assert.deepEqual(
            texts.map((text) => JSON.parse(text)),
            JSON.parse(JSON.stringify(records)),
          );
        },
      ),
    );
  });
}

test("lines and arrays give the same records", () => {
  fc.assert(
    fc.property(fc.array(anyRecord(), { maxLength: 6 }), (records) => {
      const lines = records.map((each) => `${JSON.stringify(each)}\n`).join("");
      assert.deepEqual(
        split(makeLines, [Buffer.from(lines)]),
        split(makeValues, [Buffer.from(JSON.stringify(records))]),
      );
    }),
  );
});

test("any bytes, cut anywhere, give the same and come to an end", () => {
  const structure = fc.constantFrom(...'{}[]",:\\\n\r x'.split(""), '"value":[', '{"id":1}', "\u00e9");
  const text = fc.array(structure, { maxLength: 60 }).map((parts) => Buffer.from(parts.join("")));
  const bytes = fc.oneof(
    text,
    fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
  );
  for (const make of [makeLines, makeValues, makeCsv]) {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(5), { maxLength: 60 }), (all, sizes) => {
        assert.deepEqual(split(make, pieces(all, sizes)), split(make, [all]));
      }),
      { numRuns: 300 },
    );
  }
});

test("cut short anywhere, every complete record is found and the rest is rejected", () => {
  const records = [1, 2, 3].map((id) => ({ id, list: [{ a: '"x"' }], text: "Zürich" }));
  for (const layout of Object.values(layouts)) {
    const bytes = Buffer.from(layout(records));
    const complete = split(makeValues, [bytes]);
    for (let length = 1; length < bytes.length; length++) {
      const found = split(makeValues, [bytes.subarray(0, length)]);
      const good = found.filter((line) => !line.includes("REJECTED"));
      const expected = complete.filter((_line, index) => endOf(bytes, records[index]) <= length);
      assert.deepEqual(good, expected, `after ${length} bytes`);
      assert.ok(found.length - good.length <= 1);
    }
  }
});

/** Where the last brace of a record's text is, as it is the only one of its id. */
function endOf(bytes: Buffer, each: { id: number } | undefined): number {
  const start = bytes.indexOf(new RegExp(`"id": ?${each?.id}`).exec(bytes.toString())?.[0] ?? "");
  const text = bytes.indexOf("rich", start);
  return bytes.indexOf("}", text) + 1;
}

test("one lost or changed byte costs no more than the records next to it", () => {
  const records = [1, 2, 3, 4, 5].map((id) => ({
    id: `r${id}`,
    list: [{ id: "n", a: "{" }],
    nested: { b: [1, "]"] },
    end: "z",
  }));
  const texts = records.map((each) => JSON.stringify(each));
  const bytes = Buffer.from(JSON.stringify(records));
  for (let at = 1; at < bytes.length - 1; at++) {
    const damaged = [
      Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
      Buffer.concat([bytes.subarray(0, at), Buffer.from("x"), bytes.subarray(at + 1)]),
      Buffer.concat([bytes.subarray(0, at), Buffer.from('"'), bytes.subarray(at)]),
    ];
    for (const each of damaged) {
      const found = split(makeValues, [each]).join("\n");
      const kept = texts.filter((text) => found.includes(` ${text} `)).length;
      assert.ok(kept >= 3, `${kept} kept of ${each.toString()}\n${found}`);
    }
  }
});

test("a row of CSV whose quotes do not fit costs itself only", () => {
  const rows = [
    "a,b",
    "1,ok",
    '2,"bad"x',
    "3,ok",
    '4,"two\nlines"',
    '5,b"ad',
    '6,"open',
    '7,"ok"',
    "8,ok",
    '9,"cut\nshort',
  ];
  const found = split(makeCsv, [Buffer.from(rows.join("\r\n"))]);
  const good = found
    .filter((line) => !line.includes("REJECTED"))
    .map((line) => JSON.parse(line.slice(line.indexOf(" "))).a);
  assert.deepEqual(good, ["1", "3", "4", "7", "8"]);
  assert.deepEqual(
    found.filter((line) => line.includes("REJECTED")).map((line) => line.split(" ", 1)[0]),
    ["3", "7", "8", "11"],
  );
});

test("CSV is found the same however its bytes are cut", () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ",", "\n", "x", "é", ";"), maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
      fc.array(fc.nat(9), { maxLength: 40 }),
      (rows, sizes) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const bytes = Buffer.from(`a,b\n${rows.map((row) => `${row.map(quoted).join(",")}\n`).join("")}`);
        const found = split(makeCsv, pieces(bytes, sizes));
        assert.deepEqual(
          found.map((line) => JSON.parse(line.slice(line.indexOf(" ")))),
          rows.map(([a, b]) => ({ a, b })),
        );
      },
    ),
  );
});
