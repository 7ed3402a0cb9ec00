import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { visibleParts, visibleText } from "../../../src/protocol/words/visible-text.ts";

/** Every kind of character that nobody sees or that changes how its neighbours are seen, with its code. */
const unseen = [
  ...[0x00, 0x01, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad],
  ...[0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x2800],
  ...[
    0x3164, 0xd800, 0xdfff, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0xfffe, 0x1d173, 0xe0001, 0xe0041, 0xe007f,
  ],
  ...[0xe0100, 0xe01ef, 0x1fffe],
];

test("every unseen character is a mark with its name, wherever it stands", () => {
  for (const code of unseen) {
    const character = String.fromCodePoint(code);
    for (const text of [character, `a${character}`, `${character}b`, `a${character}b`]) {
      const marks = visibleParts(text).filter(({ mark }) => mark !== undefined);
      assert.equal(marks.length, 1, `U+${code.toString(16)}`);
      assert.equal(marks[0]?.text, character);
      assert.match(marks[0]?.mark?.name ?? "", /, U\+[0-9A-F]{4,6}$/);
      assert.ok(!visibleText(text).includes(character), `U+${code.toString(16)}`);
    }
  }
});

test("a mark says what it stands for", () => {
  assert.equal(visibleText("invoice\u202Efdp.exe"), "invoice<U+202E>fdp.exe");
  assert.equal(visibleText("a\nb\tc\u001b[31m\u0000\u007f"), "a␊b␉c␛[31m␀␡");
  assert.equal(visibleParts("\u202E")[0]?.mark?.name, "right-to-left override, U+202E");
  assert.equal(visibleParts("\uD800")[0]?.mark?.name, "half of a character, U+D800");
  assert.equal(visibleParts("\u{E0041}")[0]?.mark?.name, "invisible tag character, U+E0041");
});

test("what people write is shown as it is: accents, scripts, emoji", () => {
  for (const text of [
    "Zoë",
    "Zoe\u0308",
    "日本",
    "שָׁלוֹם",
    "नमस्ते",
    "👩",
    "👩‍💻",
    "❤️",
    "👨🏽‍👩‍👧",
    "1️⃣",
    "x $ y",
    "a\u00a0b",
  ])
    assert.equal(visibleText(text), text);
});

test("line ends and tabs stay where lines are kept, a lone carriage return does not", () => {
  assert.deepEqual(visibleParts("a\r\nb\n\tc", "kept"), [{ text: "a\r\nb\n\tc" }]);
  assert.equal(visibleParts("a\rb", "kept")[1]?.mark?.sign, "␍");
});

test("a flood of combining marks is cut to a few, and how many there were is said", () => {
  assert.equal(visibleText(`a${"\u0301".repeat(30)}b`), `a${"\u0301".repeat(4)}<+26 marks>b`);
  assert.equal(visibleText(`a${"\u0301".repeat(4)}b`), `a${"\u0301".repeat(4)}b`);
});

test("the parts of a text are the text, and shown it holds nothing unseen but what joins emoji", () => {
  const text = fc.string({ unit: "binary" });
  const deceit = fc
    .array(fc.oneof(text, fc.constantFrom(...unseen.map((code) => String.fromCodePoint(code)))))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(deceit, fc.constantFrom("kept" as const, "marked" as const), (given, lines) => {
      assert.equal(
        visibleParts(given, lines)
          .map((part) => part.text)
          .join(""),
        given,
      );
      assert.doesNotMatch(visibleText(given), /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B\u00AD]/u);
      assert.equal(visibleText(visibleText(given)), visibleText(given));
    }),
  );
});
