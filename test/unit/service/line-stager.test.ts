import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { BatchCollector } from "../../../src/import/batches.ts";
import { Interpreter } from "../../../src/import/interpret.ts";
import { UnreadLines } from "../../../src/import/read-lines.ts";
import { StagingWriter } from "../../../src/lake/staging.ts";
import { StagingFile } from "../../../src/lake/staging-file.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { BlockStaging } from "../../../src/service/block-staging.ts";
import { ImportInput } from "../../../src/service/import-input.ts";
import { LineStager } from "../../../src/service/line-stager.ts";

const time = "2026-03-01T00:58:41Z";

/** A plain sign-in, as text, with members that a hostile line replaces or adds. */
function signIn(members = "", id = '"a-1"', createdDateTime = `"${time}"`): string {
  return `{"id":${id},"createdDateTime":${createdDateTime},"signInEventTypes":["interactiveUser"],"status":{"errorCode":0}${members}}`;
}

const deep = (levels: number): string => `,"x":${"[".repeat(levels)}${"]".repeat(levels)}`;

/** Lines about which a fast reader and a careful one may disagree. */
const hostile: readonly string[] = [
  "",
  " ",
  "\r",
  "\u2003",
  `${signIn()}\r`,
  `${signIn()}\r\r`,
  ` ${signIn()}`,
  `${signIn()} `,
  `${signIn()}\u00a0`,
  `\ufeff${signIn()}`,
  signIn(',"a":1,'),
  signIn(',"a":[1, \t]'),
  signIn(',"a":[1,]'),
  signIn(',"a":[1 ,\t ]'),
  signIn(',"a":NaN'),
  signIn(',"a": nan'),
  signIn(',"a":-Infinity'),
  signIn(',"a":[inf]'),
  signIn(',"a":[1,-inf]'),
  signIn(',"a":"NaN, Infinity ,] ,}"'),
  signIn(',"a":1e999,"b":123456789012345678901234567890'),
  signIn(',"a":01'),
  signIn(',"a":.5'),
  signIn(',"a":"\u0000"'),
  signIn(',"a":"\u0001\t"'),
  signIn(',"a":"\u2028 ünï 😀"'),
  signIn(',"a":"\\ud800"'),
  signIn(',"a":"\\udc00\\ud800"'),
  signIn(',"a":"\\ud83d\\ude00"'),
  signIn(',"a":"\\\\ud800"'),
  signIn(',"a":"\\x41"'),
  signIn(',"id":"last"'),
  signIn(',"\\u0069d":"escaped"'),
  signIn(',"createdDateTime":"2026-03-02T00:00:00Z"'),
  signIn(',"a":{"id":"inner","createdDateTime":"2020-01-01T00:00:00Z"}'),
  signIn(deep(50)),
  signIn(deep(198)),
  signIn(deep(199)),
  signIn(deep(200)),
  signIn(deep(5000)),
  signIn(`,"x":[${"[],".repeat(300)}[]]`),
  signIn("", '""'),
  signIn("", '" "'),
  signIn("", '" a"'),
  signIn("", '"a b"'),
  signIn("", '"a\\"b\\\\c"'),
  signIn("", '"a\\/b"'),
  signIn("", '"\\u0041"'),
  signIn("", '"é"'),
  signIn("", "5"),
  signIn("", "null"),
  signIn("", "{}"),
  ...[
    "2026-03-01T00:58:41.2Z",
    "2026-03-01T00:58:41.1239999Z",
    "2026-03-01T00:58:41.999999999Z",
    "2026-03-01T00:58:41.1234567890Z",
    "2026-03-01T00:58:41.Z",
    "2026-03-01T00:58:41",
    "2026-03-01 00:58:41Z",
    "2026-03-01T00:58:41+02:00",
    "2026-03-01T00:58:41z",
    " 2026-03-01T00:58:41Z ",
    "2026-3-1T00:58:41Z",
    "2026-02-29T00:00:00Z",
    "2028-02-29T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-00T00:00:00Z",
    "2026-03-01T24:00:00Z",
    "2026-03-01T23:59:60Z",
    "1601-01-01T00:00:00Z",
    "1999-12-31T23:59:59.999Z",
    "2000-01-01T00:00:00Z",
    "2100-12-31T23:59:59.9999999Z",
    "2101-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "infinity",
    "",
  ].map((text) => signIn("", '"t"', JSON.stringify(text))),
  signIn("", '"n"', "1772326721000"),
  signIn("", '"n"', "null"),
  `{"id":"v1","createdDateTime":"${time}","conditionalAccessStatus":"success"}`,
  `{"id":"v1","createdDateTime":"${time}","conditionalAccessStatus":null,"riskDetail":"none"}`,
  `{"id":"v1","createdDateTime":"${time}","conditionalAccessStatus":null,"sessionId":null}`,
  `{"id":"v1","createdDateTime":"${time}","isInteractive":true}`,
  `{"id":"v1","createdDateTime":"${time}","ipAddress":null}`,
  `{"id":"user","createdDateTime":"${time}","displayName":"Ada"}`,
  `{"createdDateTime":"${time}","signInEventTypes":[]}`,
  `{"id":"x","signInEventTypes":[]}`,
  `{"id":"au","activityDateTime":"${time}","activityDisplayName":"Add user","targetResources":[]}`,
  `{"id":"both","createdDateTime":"${time}","conditionalAccessStatus":"","activityDateTime":"${time}","activityDisplayName":"Add user","targetResources":[]}`,
  `{"Id":"ma","CreationTime":"2026-03-01T00:58:41","RecordType":15,"Operation":"UserLoggedIn","OrganizationId":"5a3f1e00-c0de-4a11-8000-51b0a7ed0001"}`,
  `{"value":[${signIn()},${signIn("", '"p-2"')}]}`,
  `{"file":"f","line":1,"reason":"r","record":${signIn()}}`,
  `{"file":"f","line":1,"reason":"r","text":${JSON.stringify(signIn())}}`,
  `{"file":"f","line":1,"reason":"r","id":"i","createdDateTime":"${time}","signInEventTypes":[],"text":"x"}`,
  JSON.stringify(signIn()),
  `[${signIn()}]`,
  `${signIn()}${signIn()}`,
  `${signIn()} x`,
  signIn().slice(0, -1),
  signIn().slice(1),
  "{}",
  "{",
  "}",
  "{a:1}",
  "null",
  "\u0001",
  `{/**/${signIn().slice(1)}`,
];

interface Stage {
  readonly file: StagingFile;
  /** Everything that a staging holds and an outcome says, after one block was staged in one of the two ways. */
  run(block: Buffer, how: "engine" | "interpreter"): Promise<{ readonly rows: unknown; readonly outcome: unknown }>;
}

async function openStage(t: TestContext): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-lines-"));
  const file = await StagingFile.create(folder);
  const connection = await file.connect();
  t.after(async () => {
    connection.closeSync();
    file.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    file,
    async run(block, how) {
      const writer = await StagingWriter.open(connection);
      const input = new ImportInput(0, "file:///x", "NDJSON", writer);
      const unread = unreadLines(block);
      // The interpreter reads every file up to its first record, and tells the source by it.
      for (const batch of unreadLines(Buffer.from(signIn()), 1).readAll()) await input.stage(batch, "t-1");
      if (how === "engine") {
        const blocks = await BlockStaging.open(file, { tenantId: "t-1", signal: undefined, onRows: () => undefined });
        await blocks.add(unread, input);
        await blocks.settle();
        await blocks.close();
      } else for (const batch of unread.readAll()) await input.stage(batch, "t-1");
      writer.close();
      const reader = await connection.runAndReadAll("SELECT * FROM staged ORDER BY line, key, raw");
      await connection.run("DELETE FROM staged");
      return { rows: reader.getRowObjectsJS(), outcome: input.outcome([]) };
    },
  };
}

function unreadLines(bytes: Buffer, firstLine = 7): UnreadLines {
  const lines = bytes.toString("latin1").split("\n").length;
  return new UnreadLines(
    { firstLine, lines, bytes },
    new BatchCollector(new Interpreter({ table: undefined, inArray: false })),
  );
}

test("each line gives the same, whether DuckDB or the interpreter is asked first", async (t) => {
  const stage = await openStage(t);
  for (const line of hostile) {
    const block = Buffer.from(`${signIn()}\n${line}\n${signIn("", '"a-3"')}`);
    assert.deepEqual(await stage.run(block, "engine"), await stage.run(block, "interpreter"), JSON.stringify(line));
  }
});

test("any mixture of lines gives the same, also with bytes that are not UTF-8", async (t) => {
  const stage = await openStage(t);
  const plain = fc.tuple(
    fc.uuid(),
    fc.date({ min: new Date("1999-12-30"), max: new Date("2101-01-02"), noInvalidDate: true }),
  );
  const line = fc.oneof(
    { weight: 3, arbitrary: plain.map(([id, at]) => signIn("", JSON.stringify(id), JSON.stringify(at.toISOString()))) },
    { weight: 2, arbitrary: fc.constantFrom(...hostile) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 3 }).map((value) => signIn(`,"any":${value}`)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", "")) },
  );
  const damage = fc.option(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { freq: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), damage, async (lines, change) => {
      const block = Buffer.from(lines.join("\n"));
      if (change !== null && block.length > 0) block[change[0] % block.length] = change[1];
      assert.deepEqual(await stage.run(block, "engine"), await stage.run(block, "interpreter"));
    }),
    { numRuns: 40 },
  );
});

test("plain sign-ins need no interpreter, with either line end", async (t) => {
  const { file } = await openStage(t);
  const stager = await LineStager.open(file);
  t.after(() => stager.close());
  const lines = [signIn(), `${signIn("", '"b"')}\r`, hostile.find((line) => line.startsWith('{"id":"v1"')) ?? ""];
  const { block } = unreadLines(Buffer.from(lines.join("\n")));
  const outcome = await stager.stage(block, { input: 0, tenantId: undefined }, Promise.resolve(), undefined);
  assert.deepEqual(outcome, { staged: 3, others: [] });
});

test("a cancelled block is not staged", async (t) => {
  const { file } = await openStage(t);
  const stager = await LineStager.open(file);
  t.after(() => stager.close());
  const { block } = unreadLines(Buffer.from(signIn()));
  const origin = { input: 0, tenantId: undefined };
  await assert.rejects(stager.stage(block, origin, Promise.resolve(), AbortSignal.abort()), CancelledError);
  const connection = await file.connect();
  t.after(() => connection.closeSync());
  const count = await connection.runAndReadAll("SELECT count(*)::INTEGER FROM staged");
  assert.deepEqual(count.getRowsJS(), [[0]]);
});
