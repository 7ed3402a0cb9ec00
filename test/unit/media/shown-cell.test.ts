import assert from "node:assert/strict";
import { test } from "node:test";
import { shownCell } from "../../../media/result-view/grid/shown-cell.ts";
import { shownValue } from "../../../media/result-view/statistics/shown-value.ts";
import { localTime, shownTime, typedTime } from "../../../media/shared/shown-time.ts";

const text = { name: "t", type: "varchar", kind: "text" } as const;
const time = { name: "t", type: "timestamp(3)", kind: "time" } as const;
const number = { name: "n", type: "integer", kind: "number" } as const;

test("NULL, empty text and the texts that look like them are told apart", () => {
  assert.deepEqual(shownCell(null, text), { text: "NULL", kind: "null" });
  assert.deepEqual(shownCell("NULL", text), { text: "NULL", kind: "value" });
  assert.deepEqual(shownCell("", text), { text: "empty", kind: "empty" });
  assert.deepEqual(shownCell({ cut: "abc", length: 9 }, text), { text: "abc…", kind: "cut" });
});

test("numbers are shown as they are", () => {
  assert.equal(shownCell(50126, number).text, "50126");
  assert.equal(shownCell("9223372036854775807", number).text, "9223372036854775807");
  assert.equal(shownCell(false, { ...text, kind: "boolean" }).text, "false");
});

test("a code brings its meaning, but not one that every object has", () => {
  assert.equal(shownCell(50126, number, { "50126": "bad password" }).meaning, "bad password");
  assert.equal(shownCell("constructor", text, {}).meaning, undefined);
});

test("a time is UTC without the zone, with milliseconds only when there are some", () => {
  assert.equal(shownCell("2026-11-22T03:14:07.000Z", time).text, "2026-11-22 03:14:07");
  assert.equal(shownTime("2026-11-22T03:14:07Z"), "2026-11-22 03:14:07");
  assert.equal(shownTime("2026-11-22T03:14:07.500Z"), "2026-11-22 03:14:07.500");
  assert.equal(shownTime("2026-11-22T03:14:07.000123Z"), "2026-11-22 03:14:07.000123");
  assert.equal(shownTime("2026-11-22"), "2026-11-22");
  assert.equal(shownTime("yesterday"), "yesterday");
});

test("the local time of a moment names its zone", () => {
  const local = localTime("2026-11-22T03:14:07Z", "Asia/Tokyo");
  assert.match(local ?? "", /12:14:07/);
  assert.match(local ?? "", /22/);
  assert.equal(localTime("2026-11-22"), undefined);
  assert.equal(localTime("2026-13-45T99:99:99Z"), undefined);
});

test("a typed time is read as UTC, and an impossible date is none", () => {
  assert.equal(typedTime("2026-11-22"), "2026-11-22T00:00:00.000Z");
  assert.equal(typedTime(" 2026-11-22 03:14 "), "2026-11-22T03:14:00.000Z");
  assert.equal(typedTime("2026-11-22T03:14:07.5Z"), "2026-11-22T03:14:07.500Z");
  assert.equal(typedTime("2026-11-31"), undefined);
  assert.equal(typedTime("22.11.2026"), undefined);
});

test("a long text is cut, never through a character", () => {
  assert.equal(shownCell("x".repeat(9000), text).text.length, 500);
  assert.equal(shownCell(`${"x".repeat(499)}👩`, text).text, "x".repeat(499));
});

test("a value in words hides nothing, breaks no line and turns no direction", () => {
  assert.equal(shownValue("a\nb\tc", text), "a␊b␉c");
  assert.equal(shownValue("invoice\u202Efdp.exe", text), "invoice<U+202E>fdp.exe");
  assert.equal(shownValue(["a\u061Cb"], text), '["a<U+061C>b"]');
  assert.equal(shownValue("Zoë 日本 👩", text), "Zoë 日本 👩");
});
