import assert from "node:assert/strict";
import { appendFileSync, utimesSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { LinesOfFile } from "../../../../src/service/importing/lines-of-file.ts";
import { ask, importReader, openLake } from "../open-lake.ts";
import { again, count, filler, lakesHoldingPlain, plain, record } from "./again.ts";

const openHolding = lakesHoldingPlain();

/** Audits, of which every other one does not show what it is. */
const audits = Array.from({ length: count }, (_, n) => {
  const activityDateTime = new Date(Date.UTC(2026, 2, 1, 1, 0, n)).toISOString();
  return JSON.stringify({
    id: `a${n}`,
    activityDateTime,
    filler,
    ...(n % 2 === 0 && { activityDisplayName: "Add user" }),
  });
}).join("\n");

test("records that were taken for those of a named table are rejected when it is not named again", async (t) => {
  const lake = await openLake(t, importReader);
  const paths = [lake.file("audits", audits)];
  await lake.service.importLogs({ paths, table: "audits" });
  await again(t, lake, { paths });
  const [file] = (await lake.service.importLogs({ paths })).files;
  assert.deepEqual([file?.rows, file?.rejectedCount], [count / 2, count / 2]);
  assert.ok((await again(t, lake, { paths, table: "audits" })) > count / 2);
});

test("records that showed what they are without a named table are held when it is named", async (t) => {
  const lake = await openLake(t, importReader);
  const paths = [lake.file("audits", audits)];
  await lake.service.importLogs({ paths });
  assert.ok((await again(t, lake, { paths, table: "audits" })) > count / 4);
});

test("the source of a file is told though no record before the held ones has an id", async (t) => {
  const lake = await openLake(t, importReader);
  const inFirstBlock = plain.slice(0, 1024 * 1024).split("\n").length + 2;
  const lines = Array.from({ length: count }, (_, n) => record(n, n < inFirstBlock ? { id: "" } : {}));
  const request = { paths: [lake.file("late", lines.join("\n"))] };
  await lake.service.importLogs(request);
  await again(t, lake, request);
});

test("a file that is given twice is counted twice and held once", async (t) => {
  const lake = await openHolding(t, importReader);
  const path = lake.plain;
  await again(t, lake, { paths: [path, path] });
  await again(t, lake, { paths: [path, lake.file("copy", plain)] });
});

for (const [change, changed] of [
  ["changes in the middle", (file: string) => writeFileSync(file, plain.replaceAll("Zürich", "Züruck"))],
  ["grows", (file: string) => appendFileSync(file, `\n${record(7_000)}`)],
] as const)
  test(`a file that ${change} while it is read is refused, and so nothing of it is taken for what it then is`, async (t) => {
    const lake = await openLake(t, importReader);
    const file = lake.file("plain", plain);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    const other = lake.file("other", record(8_000));
    const reading = t.mock.method(LinesOfFile.prototype, "of", async () => {
      reading.mock.restore();
      changed(file);
      return undefined;
    });
    await assert.rejects(lake.service.importLogs({ paths: [file] }), { code: "read-failed", message: /changed while/ });
    assert.equal((await ask(lake.service, "SELECT 1 FROM signins")).length, 0);
    const second = t.mock.method(LinesOfFile.prototype, "of", async () => {
      second.mock.restore();
      changed(file);
      utimesSync(file, 1_700_000_001, 1_700_000_001);
      return undefined;
    });
    const { files } = await lake.service.importLogs({ paths: [file, other] });
    const said = files.map(({ rows, added, rejected: [first] }) => [
      rows,
      added,
      first?.reason.includes("changed while"),
    ]);
    assert.deepEqual(said, [
      [0, 0, true],
      [1, 1, undefined],
    ]);
    assert.deepEqual(await ask(lake.service, "SELECT id FROM signins"), [["s8000"]]);
    await lake.service.importLogs({ paths: [file] });
    await again(t, lake, { paths: [file] });
  });
