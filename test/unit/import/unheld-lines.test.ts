import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readUnheld, someLines } from "../../../src/import/split/unheld-lines.ts";

/** Lines, each with whether the lake holds its record, and what of its length the lake says. */
const lines = fc.array(
  fc.record({
    blanksBefore: fc.constantFrom("", " ", "\t"),
    text: fc.constantFrom("", "a", "bb", "ü", '{"id":1}', "\u00a0x"),
    blanksAfter: fc.constantFrom("", "\r", " \r"),
    says: fc.constantFrom("nothing", "its bytes", "other bytes"),
  }),
  { maxLength: 12 },
);

test("lines are passed over whose held record is all of them, and the others are read with their numbers", () => {
  fc.assert(
    fc.property(lines, fc.boolean(), fc.integer({ min: 1, max: 1000 }), (all, endsOpen, firstLine) => {
      const whole = all.map(({ blanksBefore, text, blanksAfter }) => blanksBefore + text + blanksAfter);
      const bytes = Buffer.from(whole.join("\n") + (endsOpen ? "" : "\n"));
      const lengths = all.map(({ text, says }) => {
        if (says === "nothing") return 0;
        return Buffer.byteLength(text) + (says === "its bytes" ? 0 : 1);
      });
      const read: [line: number, text: string][] = [];
      const passed = readUnheld(bytes, firstLine, Int32Array.from(lengths), (some, first) => {
        for (const [index, text] of some.toString().replace(/\n$/, "").split("\n").entries())
          read.push([first + index, text]);
      });
      const isHeld = ({ text, says }: (typeof all)[number]): boolean => says === "its bytes" && text !== "";
      const given = all.flatMap((each, index) => (isHeld(each) ? [] : [[firstLine + index, whole[index] ?? ""]]));
      const withText = (some: readonly (readonly unknown[])[]): unknown[] => some.filter(([, text]) => text !== "");
      assert.equal(passed, all.filter(isHeld).length);
      assert.deepEqual(withText(read), withText(given));
    }),
  );
});

test("some lines of a block are those at its ends", () => {
  const texts = fc.array(fc.constantFrom("a", "b", "cc", " ", ""), { maxLength: 8 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 4 }), (all, most) => {
      const bytes = Buffer.from(all.join("\n"));
      const given = (some: readonly string[]): string[] =>
        some.map((text) => text.trim()).filter((text) => text !== "");
      const without = all.at(-1) === "" ? all.slice(0, -1) : all;
      assert.deepEqual([...someLines(bytes, most, "first")], given(without.slice(0, most)));
      assert.deepEqual([...someLines(bytes, most, "last")], given(all.toReversed().slice(0, most)));
    }),
  );
});
