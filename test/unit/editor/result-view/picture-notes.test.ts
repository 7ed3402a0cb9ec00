import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { notedPicture, pictureNotes } from "../../../../src/editor/result-view/picture-notes.ts";
import type { ResultSummary } from "../../../../src/protocol/query.ts";

const summary: ResultSummary = {
  resultId: "aaaaaaaa-1",
  title: "Who",
  columns: [],
  rowCount: 1,
  engine: "duckdb",
  scannedBytes: 0,
  elapsedMs: 1,
  lake: "/lakes/contoso",
  params: { user: "</desc><script>" },
  askedAt: "2026-11-22T10:42:00.000Z",
  coverage: [],
  notes: [{ tone: "warning", text: "One slice was left out." }],
  simulated: false,
  sql: "SELECT 1",
};
const notes = pictureNotes({ title: "Failures & <b>more</b>", said: ["Only rows with user = x"] }, summary);
/** A whole picture of one point. */
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

test("an SVG says in its title and description what was asked and what was not read, as text", () => {
  const drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="1"><rect/></svg>';
  const svg = Buffer.from(notedPicture({ title: "x", format: "svg", content: drawn, said: [] }, notes)).toString();
  assert.match(svg, /^<svg [^>]*><title>Failures &amp; &lt;b&gt;more&lt;\/b&gt;<\/title><desc>contoso · this machine/);
  assert.match(
    svg,
    /user = &lt;\/desc&gt;&lt;script&gt;\n2026-11-22T10:42:00\.000Z\nOne slice was left out\.\nOnly rows with user = x<\/desc><rect\/>/,
  );
});

test("a PNG carries the same as its description, in a chunk that is whole", () => {
  const noted = Buffer.from(notedPicture({ title: "x", format: "png", content: png, said: [] }, notes));
  const chunks: (readonly [string, Buffer])[] = [];
  for (let at = 8; at < noted.length; ) {
    const length = noted.readUInt32BE(at);
    const body = noted.subarray(at + 4, at + 8 + length);
    assert.equal(noted.readUInt32BE(at + 8 + length), crc32(body));
    chunks.push([body.subarray(0, 4).toString(), body.subarray(4)]);
    at += 12 + length;
  }
  assert.deepEqual(
    chunks.map(([type]) => type),
    ["IHDR", "iTXt", "IDAT", "IEND"],
  );
  assert.equal(chunks[1]?.[1].toString(), `Description\0\0\0\0\0${notes.join("\n")}`);
});

test("a picture of rows that the sample tenant made says so", () => {
  const said = pictureNotes({ title: "x", said: [] }, { ...summary, simulated: true });
  assert.ok(said.includes("The rows were made by the sample tenant; no real event is among them."));
});
