import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { copiedText, fieldName, filterPath, lineText } from "../../../media/result-view/record/field-words.ts";
import { recordCommand } from "../../../media/result-view/record/record-keys.ts";
import {
  childrenShown,
  isEmptyValue,
  type LineChoices,
  type RecordLines,
  recordFields,
  recordLines,
} from "../../../media/result-view/record/record-lines.ts";
import type { Cell, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";

const columns: readonly ResultColumn[] = [
  { name: "id", type: "varchar", kind: "text" },
  { name: "status", type: "row(errorcode integer, reason varchar)", kind: "nested" },
  { name: "country", type: "varchar", kind: "text" },
  { name: "raw", type: "varchar", kind: "text" },
];
const meanings = [{ column: 1, field: "errorcode", values: { 50126: "bad password" } }];
const plain: LineChoices = { sought: "", hidesEmpty: false, toggled: new Map(), limits: new Map(), clock: "utc" };

function linesOf(cells: readonly Cell[], choices: Partial<LineChoices> = {}, whole?: JsonValue): RecordLines {
  const known = new Map(whole === undefined ? [] : [[3, whole]]);
  return recordLines(recordFields(cells, columns, [2, 0, 1, 3], known, meanings), meanings, { ...plain, ...choices });
}

/** Each line as `name=value`, indented by its depth. */
function drawn({ lines }: RecordLines): readonly string[] {
  return lines.map((line) =>
    line.kind === "more"
      ? `${"  ".repeat(line.depth)}${line.count} more`
      : `${"  ".repeat(line.depth)}${line.field.name}=${lineText(line.field, undefined)}${line.field.meaning ? ` ${line.field.meaning}` : ""}`,
  );
}

const row: readonly Cell[] = ["a", '{"errorCode":50126,"reason":""}', null, { cut: '{"ab', length: 4000 }];

test("a row is its fields in the order of the columns, nested ones open, codes with their meaning", () => {
  assert.deepEqual(drawn(linesOf(row)), [
    "country=NULL",
    "id=a",
    "status={2}",
    "  errorCode=50126 bad password",
    "  reason=empty",
    'raw={"ab',
  ]);
});

test("a cut cell says how long it is, and is read as what it is once it is whole", () => {
  const cut = linesOf(row).lines.at(-1);
  assert.ok(cut?.kind === "field");
  assert.equal(cut.field.cutFrom, 4000);
  const whole = linesOf(row, {}, '{"ab":[1,{"c":null}]}');
  assert.deepEqual(drawn(whole).slice(5), ["raw={1}", "  ab=[2]", "    0=1", "    1={1}", "      c=NULL"]);
  const last = whole.lines.at(-1);
  assert.ok(last?.kind === "field");
  assert.equal(fieldName("raw", last.field.path), "raw.ab[1].c");
  assert.deepEqual(filterPath(last.field.path), ["ab", null, "c"]);
  const own = whole.lines.find((line) => line.kind === "field" && line.field.name === "raw");
  assert.ok(own?.kind === "field");
  assert.equal(copiedText(own.field), '{"ab":[1,{"c":null}]}', "copied as the record has it");
});

test("empty fields can be left out, and are counted", () => {
  const { lines, emptyHidden } = linesOf(["", "[]", null, "x"], { hidesEmpty: true });
  assert.equal(emptyHidden, 3);
  assert.equal(lines.length, 1);
  assert.deepEqual([null, "", "[]", 0, false].map(isEmptyValue), [true, true, false, false, false]);
});

test("a text is sought in names, values and meanings, and only what holds it is shown", () => {
  assert.deepEqual(drawn(linesOf(row, { sought: "PASSWORD" })), []);
  assert.deepEqual(drawn(linesOf(row, { sought: "50126" })), ["status={2}", "  errorCode=50126 bad password"]);
  assert.deepEqual(drawn(linesOf(row, { sought: "Country" })), ["country=NULL"]);
});

test("a time is found as its line shows it, on either clock, and as the lake writes it", () => {
  const at: ResultColumn = { name: "createdDateTime", type: "timestamp(3)", kind: "time" };
  const [field] = recordFields(["2026-11-22T03:14:07.000Z"], [at], [0], new Map(), []);
  assert.ok(field);
  for (const clock of ["utc", "local"] as const) {
    const finds = (sought: string): number => recordLines([field], [], { ...plain, sought, clock }).lines.length;
    for (const sought of ["2026-11-22 03:14", "2026-11-22T03:14", "07.000Z", lineText(field, clock)])
      assert.equal(finds(sought), 1, `${clock}: ${sought}`);
    assert.equal(finds("1999-12-31 03:14"), 0);
  }
});

test("a long list is shown a page at a time", () => {
  const list = JSON.stringify(Array.from({ length: 250 }, (_, index) => index));
  const opened = { toggled: new Map([["[3]", true]]) };
  assert.equal(linesOf(["a", null, null, list]).lines.length, 4, "a long one is closed at first");
  assert.equal(drawn(linesOf(["a", null, null, list], opened)).at(-1), `  ${250 - childrenShown} more`);
  const all = linesOf(["a", null, null, list], { ...opened, limits: new Map([["[3]", 300]]) });
  assert.equal(all.lines.length, 254);
});

test("whatever a row holds, each line has a key of its own, and a field is found by its own value", () => {
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.string({ minLength: 1 }), (nested, text) => {
      const { lines } = linesOf([text, JSON.stringify(nested), null, null]);
      assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length);
      const found = linesOf([text, null, null, null], { sought: text });
      assert.ok(found.lines.some((line) => line.kind === "field" && line.field.name === "id"));
    }),
  );
});

test("keys walk through the record and its rows, and leave the rest to the editor", () => {
  const key = (name: string, more: Partial<Parameters<typeof recordCommand>[0]> = {}) =>
    recordCommand({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
  assert.deepEqual(key("ArrowDown"), { kind: "move", by: "down" });
  assert.deepEqual(key("ArrowDown", { altKey: true }), { kind: "nextRow" });
  assert.deepEqual(key("F10", { shiftKey: true }), { kind: "menu" });
  assert.deepEqual(key("c", { ctrlKey: true }), { kind: "copyValue" });
  assert.deepEqual(key("C", { metaKey: true, shiftKey: true }), { kind: "copyNameAndValue" });
  assert.equal(key("s", { ctrlKey: true }), undefined);
  assert.equal(key("Escape"), undefined);
});
