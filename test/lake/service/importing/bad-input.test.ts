import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { fixture, signIn } from "../../../unit/import/reading.ts";
import { zipBytes } from "../../../unit/import/zip-bytes.ts";
import { openLake, signInIds } from "../open-lake.ts";

const line = (id: string, more: Record<string, unknown> = {}): string => JSON.stringify(signIn(id, more));

test("bad records are named with line and reason, the good ones kept, and the mended file imports the rest", async (t) => {
  const { service, file } = await openLake(t);
  const lines = [
    line("1"),
    line("2", { id: undefined }),
    line("3", { createdDateTime: undefined }),
    line("4", { createdDateTime: "1601-01-01T00:00:00Z" }),
    line("5", { createdDateTime: "9999-12-31T23:59:59Z" }),
    line("6", { createdDateTime: "yesterday" }),
    line("7", { userDisplayName: "\u00ff" }),
    line("8"),
    line("9").slice(0, -20),
  ];
  // Latin-1 makes the seventh line's ÿ a byte that UTF-8 does not have.
  const outcome = await service.importLogs({ paths: [file("bad.ndjson", Buffer.from(lines.join("\n"), "latin1"))] });
  const [bad] = outcome.files;
  assert.deepEqual(
    bad?.rejected.map(({ line: number, reason }) => `${number}: ${reason}`),
    [
      "2: The record has no id.",
      "3: The record has no createdDateTime.",
      "4: The record has a createdDateTime outside the years 2000 to 2100: 1601-01-01T00:00:00Z.",
      "5: The record has a createdDateTime outside the years 2000 to 2100: 9999-12-31T23:59:59Z.",
      '6: The record has a createdDateTime that is not a time: "yesterday".',
      "7: is not valid UTF-8",
      "9: is not valid JSON",
    ],
  );
  assert.deepEqual([bad?.rows, bad?.added, bad?.rejectedCount], [2, 2, 7]);
  assert.deepEqual(await signInIds(service), ["1", "8"]);

  // The seventh comes back as text, in which U+FFFD stands for the byte.
  const rejected = readFileSync(fileURLToPath(bad?.rejectedFile ?? ""), "utf8");
  const again = await service.importLogs({ paths: [file("again.ndjson", rejected)] });
  assert.deepEqual([again.files[0]?.added, again.files[0]?.rejectedCount], [1, 6]);
  const mended = rejected
    .replaceAll("1601-01-01", "2026-03-01")
    .replaceAll("9999-12-31", "2026-03-02")
    .replaceAll("yesterday", "2026-03-03T00:00:00Z");
  const third = await service.importLogs({ paths: [file("mended.ndjson", mended)] });
  assert.deepEqual([third.files[0]?.added, third.files[0]?.rejectedCount], [3, 3]);
  assert.deepEqual(await signInIds(service), ["1", "4", "5", "6", "7", "8"]);
});

test("a file cut in the middle keeps what came before the cut, whatever its layout", async (t) => {
  const { service, file } = await openLake(t);
  const many = Array.from({ length: 3000 }, (_, n) => line(`s${n}`, { userAgent: `agent ${Math.sin(n)}` }));
  const array = `[${many.join(",\n")}]`;
  const packed = gzipSync(many.join("\n"));
  for (const content of [
    many.join("\n").slice(0, 40_000),
    array.slice(0, 80_000),
    packed.subarray(0, packed.length >> 1),
  ]) {
    const before = (await signInIds(service)).length;
    const [cut] = (await service.importLogs({ paths: [file("cut", content)] })).files;
    assert.ok((cut?.rows ?? 0) > before && (cut?.added ?? 0) + (cut?.unchanged ?? 0) === cut?.rows, cut?.format);
    assert.ok(cut.rejectedCount > 0);
    assert.match(cut.rejected.at(-1)?.reason ?? "", /not valid JSON|cut short/);
    assert.equal((await signInIds(service)).length, cut.rows);
  }
});

test("a line of 50 MB is imported and can be asked", async (t) => {
  const { service, file } = await openLake(t);
  const long = line("long", { userAgent: "x".repeat(50 * 1024 * 1024) });
  const outcome = await service.importLogs({ paths: [file("long", `${line("a")}\n${long}\n${line("z")}\n`)] });
  assert.deepEqual([outcome.files[0]?.added, outcome.files[0]?.rejectedCount], [3, 0]);
  const { resultId } = await service.runQuery({ sql: "SELECT length(useragent) FROM signins WHERE id = 'long'" });
  const { rows } = await service.readWindow({ resultId, offset: 0, limit: 1 });
  assert.deepEqual(rows, [[50 * 1024 * 1024]]);
});

/** Archives may expand by 100 MB before their ratio is looked at. */
const bombBytes = 110 * 1024 * 1024;

test("a file that holds no logs is refused alone, and reported beside others that do", async (t) => {
  const { service, file } = await openLake(t);
  const good = file("good", line("good"));
  const bomb = zipBytes([{ name: "b.json", data: Buffer.alloc(bombBytes, "[") }]);
  const cases: readonly (readonly [string, string | Uint8Array, string, RegExp])[] = [
    ["empty", "", "unrecognised-format", /empty/],
    ["letter.txt", "Dear Bob,\nthe logs are attached.\n", "unrecognised-format", /neither JSON nor CSV/],
    ["zeros", Buffer.alloc(4096), "unrecognised-format", /neither JSON nor CSV/],
    ["spanish.csv", readFileSync(fixture("import/portal-audits-spanish.csv")), "localised-header", /English/],
    ["bomb.gz", gzipSync(Buffer.alloc(bombBytes, "[")), "", /expands more than 200 times|known log/],
    ["bomb.zip", bomb, "", /expands more than 200 times|known log/],
  ];
  for (const [name, content, code, message] of cases) {
    const path = file(name, content);
    const refused = await service.importLogs({ paths: [path] }).then(
      ({ files }) => ({
        code: "",
        message: files.flatMap(({ rejected }) => rejected.map(({ reason }) => reason)).join(),
      }),
      (error: { code: string; message: string }) => error,
    );
    assert.match(refused.message, message, name);
    if (code !== "") assert.equal(refused.code, code, name);
    const { files } = await service.importLogs({ paths: [path, good] });
    assert.deepEqual(
      files.map(({ rows }) => rows),
      [0, 1],
      name,
    );
    assert.match(files[0]?.rejected[0]?.reason ?? "", message, name);
  }
  assert.deepEqual(await signInIds(service), ["good"]);
});

test("names and reasons in an outcome are bounded, however long the file makes them", async (t) => {
  const { service, file } = await openLake(t);
  const long = (name: string): string => `${"d/".repeat(20_000)}${name}`;
  const names = [long("one.json"), long("two.json"), `../${long("up.json")}`, `/${long("abs.json")}`];
  const odd = `${line("a")}\n${JSON.stringify({ ["k".repeat(100_000)]: 1, category: "c".repeat(100_000), properties: {} })}`;
  const { files } = await service.importLogs({
    paths: [file("long.zip", zipBytes(names.map((name, at) => ({ name, data: Buffer.from(at === 1 ? "x" : odd) }))))],
  });
  assert.deepEqual(
    files.map(({ rows, uri, rejected }) => [rows, uri.length < 1500, uri.slice(-8), rejected.length]),
    [
      [1, true, "one.json", 1],
      [0, true, "two.json", 1],
      [0, true, "/up.json", 1],
      [0, true, "abs.json", 1],
    ],
  );
  for (const { rejected } of files) assert.ok((rejected[0]?.reason.length ?? 0) <= 501);
  assert.match(files[2]?.rejected[0]?.reason ?? "", /leads out of the archive/);
  assert.match(files[3]?.rejected[0]?.reason ?? "", /leads out of the archive/);
});

test("archive members that climb out are refused by name, and nothing is written outside", async (t) => {
  const { service, file } = await openLake(t);
  const data = Buffer.from(line("outside"));
  const climbing = ["../../outside.json", "/outside.json", "C:\\outside.json"];
  const entries = [...climbing.map((name) => ({ name, data })), { name: "in.json", data: Buffer.from(line("inside")) }];
  const { files } = await service.importLogs({ paths: [file("climb.zip", zipBytes(entries))] });
  assert.deepEqual(
    files.map(({ rows }) => rows),
    [0, 0, 0, 1],
  );
  for (const refused of files.slice(0, 3)) assert.match(refused.rejected[0]?.reason ?? "", /leads out of the archive/);
  assert.deepEqual(await signInIds(service), ["inside"]);
});
