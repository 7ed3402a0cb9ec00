import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "../../../src/import/read-file.ts";
import { UnreadLines } from "../../../src/import/read-lines.ts";
import { readAll, readOne, scratch, signIn } from "../../unit/import/reading.ts";

const good = (id: string) => JSON.stringify(signIn(id));

test("content without logs is refused with what it is and what is accepted", async (t) => {
  const file = scratch(t);
  const cases: readonly (readonly [string | Uint8Array, RegExp])[] = [
    ["", /empty/],
    [" \r\n\t ", /blanks/],
    ["\ufeff", /blanks/],
    ["Dear Bob,\nthe logs are attached.\n", /neither JSON nor CSV/],
    ["PAR1xxxxPAR1", /Parquet/],
    ["ElfFile\0more", /evtx/],
    [Buffer.from("\x89PNG\r\n", "latin1"), /picture/],
    [Buffer.from("\xff\xfe\0\0[\0\0\0", "latin1"), /UTF-32/],
    ["name,size\nx,1\n", /CSV of no known log with the columns name, size/],
    ['{"a":1}\n{"a":2}\n', /no known log/],
    ['{"error":{"code":"BadRequest","message":"x"}}', /error message of the service/],
    ["[1,2,3]", /known log/],
    ["{not json", /known log/],
    [Buffer.alloc(5000), /neither JSON nor CSV/],
  ];
  for (const [content, message] of cases) {
    await assert.rejects(
      readAll(file("x", content)),
      { code: "unrecognised-format", message },
      String(content).slice(0, 40),
    );
    await assert.rejects(readAll(file("x", content)), { message: /TenantTrail imports/ });
  }
});

test("a file that is not there is an error with its path", async () => {
  await assert.rejects(readAll("/nowhere/x.json"), {
    code: "read-failed",
    message: /\/nowhere\/x\.json.*does not exist/,
  });
});

test("an empty array, an empty page and a header alone are files without records", async (t) => {
  const file = scratch(t);
  for (const content of ["[]", '{"value":[]}', "Date (UTC),Request ID,Application\n"]) {
    const { format, records, rejected } = await readOne(file("x", content));
    assert.match(format, /^No records/);
    assert.deepEqual([...records, ...rejected], []);
  }
});

test("bad lines are rejected with their number and reason, and every good one is kept", async (t) => {
  const path = scratch(t)(
    "x",
    Buffer.concat([
      Buffer.from(`${good("1")}\r\n\r\n{"id":"2",\n`),
      Buffer.from(`${good("4").slice(0, -1)},"x":"\xff"}\n`, "latin1"),
      Buffer.from(`${good("5").replace('"5"', '"\0"')}\n`),
      Buffer.from(`${'{"a":'.repeat(201)}1${"}".repeat(201)}\n`),
      Buffer.from(`7\n"text"\n\ufeff${good("9")}\n${good("10")}`),
      Buffer.from(`\n{"id":"11","createdDateTime"`),
    ]),
  );
  const { records, rejected } = await readOne(path);
  assert.deepEqual(
    records.map(({ line, record }) => [line, record["id"]]),
    [
      [1, "1"],
      [9, "9"],
      [10, "10"],
    ],
  );
  assert.deepEqual(
    rejected.map(({ line, reason }) => [line, reason]),
    [
      [3, "is not valid JSON"],
      [4, "is not valid UTF-8"],
      [5, "is not valid JSON"],
      [6, "is nested more than 200 levels deep"],
      [7, "is not a JSON object"],
      [8, "is not a JSON object"],
      [11, "is not valid JSON"],
    ],
  );
});

test("the same in an array, counted by position", async (t) => {
  const deep = `${'{"a":'.repeat(201)}1${"}".repeat(201)}`;
  const path = scratch(t)(
    "x",
    Buffer.concat([
      Buffer.from(`[${good("1")},{"id":"2",},`),
      Buffer.from(`${good("3").slice(0, -1)},"x":"\xff"},`, "latin1"),
      Buffer.from(`${deep},${good("5")}, ${good("6").slice(0, -4)}`),
    ]),
  );
  const { records, rejected } = await readOne(path);
  assert.deepEqual(
    records.map(({ line, record }) => [line, record["id"]]),
    [
      [1, "1"],
      [5, "5"],
    ],
  );
  assert.deepEqual(
    rejected.map(({ line, reason }) => [line, reason]),
    [
      [2, "is not valid JSON"],
      [3, "is not valid UTF-8"],
      [4, "is nested more than 200 levels deep"],
      [6, "is cut short: the file ends inside it"],
    ],
  );
});

test("a very deep text does not break the stack", async (t) => {
  const path = scratch(t)(
    "x",
    `${good("1")}\n${"[".repeat(1e6)}\n${'{"a":'.repeat(3e5)}1${"}".repeat(3e5)}\n${good("4")}\n`,
  );
  const { records, rejected } = await readOne(path);
  assert.deepEqual(
    records.map(({ line }) => line),
    [1, 4],
  );
  assert.deepEqual(
    rejected.map(({ line }) => line),
    [2, 3],
  );
});

test("a line of 50 MB is a record, one over 64 MB is passed over", async (t) => {
  const long = JSON.stringify(signIn("long", { userAgent: "x".repeat(50 * 1024 * 1024) }));
  const tooLong = JSON.stringify(signIn("too long", { userAgent: "y".repeat(65 * 1024 * 1024) }));
  const file = scratch(t);
  for (const [path, first] of [
    [file("lines", `${good("1")}\n${long}\n${tooLong}\n${good("4")}\n`), 1],
    [file("array", `[${good("1")},${long},${tooLong},${good("4")}]`), 1],
  ] as const) {
    const { records, rejected } = await readOne(path);
    assert.deepEqual(
      records.map(({ line, record }) => [line, record["id"]]),
      [
        [first, "1"],
        [2, "long"],
        [4, "4"],
      ],
    );
    assert.deepEqual(
      rejected.map(({ line, reason, text }) => [line, reason, text.length]),
      [[3, "is longer than 64 MB; only its first megabyte is kept", 1024 * 1024]],
    );
  }
});

test("odd but valid JSON is kept: __proto__, keys twice, half surrogates", async (t) => {
  const text = `{"__proto__":{"polluted":true},"id":"a","id":"b","createdDateTime":"2026-03-01T00:00:00Z","ipAddress":"1","userAgent":"\\ud800 \\\\ud800 \\ud83d\\ude00 \\uDC00"}`;
  const { records } = await readOne(scratch(t)("x", `${text}\n`));
  const [kept] = records;
  assert.equal(kept?.record["id"], "b");
  assert.equal(kept?.record["userAgent"], "\ufffd \\ud800 \u{1f600} \ufffd");
  assert.match(kept?.raw ?? "", /"\\ufffd \\\\ud800 \\ud83d\\ude00 \\ufffd"/);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("UTF-16 of both kinds, with and without a mark, is read; half a surrogate pair costs its record", async (t) => {
  const file = scratch(t);
  const text = `${good("Zürich \u{1f600}")}\r\n${good("a\ud800b").replace("\\ud800", "\ud800")}\r\n${good("3")}\r\n`;
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  const marks = { little: Buffer.from([0xff, 0xfe]), big: Buffer.from([0xfe, 0xff]) };
  for (const bytes of [little, big, Buffer.concat([marks.little, little]), Buffer.concat([marks.big, big])]) {
    const { records, rejected } = await readOne(file("x", bytes));
    assert.deepEqual(
      records.map(({ line, record }) => [line, record["id"]]),
      [
        [1, "Zürich \u{1f600}"],
        [3, "3"],
      ],
    );
    assert.deepEqual(
      rejected.map(({ line, reason }) => [line, reason]),
      [[2, "is not valid UTF-8"]],
    );
  }
});

test("a page whose body breaks off and goes on with an error message keeps its records (Graph does this)", async (t) => {
  const page = `{"value":[${good("1")},${good("2")},{"id":"3","createdDa{"error":{"code":"BadRequest","message":"x"}}`;
  const { records, rejected } = await readOne(scratch(t)("x", page));
  assert.deepEqual(
    records.map(({ record }) => record["id"]),
    ["1", "2"],
  );
  assert.equal(rejected.length, 1);
});

test("records that do not say what they are become what the user says", async (t) => {
  const path = scratch(t)("x", `${good("1")}\n{"id":"2","activityDateTime":"2026-03-01T00:00:00Z"}\n{"x":1}\n`);
  const { records, rejected } = await readOne(path, { table: "audits" });
  assert.deepEqual(
    records.map(({ table }) => table),
    ["signins", "audits"],
  );
  assert.equal(rejected.length, 1);
});

test("pages on lines of NDJSON give their records", async (t) => {
  const lines = `${good("1")}\n${JSON.stringify({ next: { a: 1 }, value: [signIn("2"), { x: 1 }, signIn("3")] })}\n`;
  const { records, rejected } = await readOne(scratch(t)("x", lines));
  assert.deepEqual(
    records.map(({ line, record }) => [line, record["id"]]),
    [
      [1, "1"],
      [2, "2"],
      [2, "3"],
    ],
  );
  assert.deepEqual(
    rejected.map(({ line }) => line),
    [2],
  );
});

test("AuditData exported as an array of texts is read", async (t) => {
  const audit = { Id: "1", CreationTime: "2026-03-01T10:18:39", RecordType: 1, Operation: "x" };
  const { records } = await readOne(scratch(t)("x", JSON.stringify([JSON.stringify(audit)], null, 2)));
  assert.deepEqual(
    records.map(({ table, record }) => [table, record]),
    [["activity", audit]],
  );
});

test("reading is cancelled between chunks, and can be left early", async (t) => {
  const path = scratch(t)("x", `${good("1")}\n`.repeat(40_000));
  const controller = new AbortController();
  await assert.rejects(
    async () => {
      for await (const reading of readFile(path, { signal: controller.signal })) {
        if (reading.kind !== "records") continue;
        for await (const part of reading.batches)
          if (part instanceof UnreadLines || part.length > 0) controller.abort();
      }
    },
    { name: "CancelledError" },
  );
  for await (const reading of readFile(path)) {
    assert.equal(reading.kind, "records");
    break;
  }
});

test("progress counts the bytes of the file, to its end", async (t) => {
  const content = `${good("1")}\n`.repeat(40_000);
  const done: number[] = [];
  await readOne(scratch(t)("x", content), { onBytes: (bytes) => done.push(bytes) });
  assert.ok(done.length > 2);
  assert.deepEqual(
    done,
    [...done].sort((a, b) => a - b),
  );
  assert.equal(done.at(-1), content.length);
});
