import assert from "node:assert/strict";
import { test } from "node:test";
import { daysChoices, daysInWords, readRememberedDays } from "../../../../src/editor/queries/days-choices.ts";
import type { HeldDays } from "../../../../src/protocol/relative-days.ts";

const held: HeldDays = { first: "2026-03-01", newest: "2026-11-21", last: "2026-11-21", today: "2026-11-22" };

test("each choice shows the days that it means", () => {
  assert.deepEqual(
    daysChoices(held).map(({ label, description }) => [label, description]),
    [
      ["Last 24 hours", "2026-11-21 – 2026-11-22"],
      ["Last 7 days held", "2026-11-15 – 2026-11-21"],
      ["Last 30 days held", "2026-10-23 – 2026-11-21"],
      ["Last 90 days held", "2026-08-24 – 2026-11-21"],
      ["All days held", "2026-03-01 – 2026-11-21"],
    ],
  );
});

test("the last 24 hours say that two days contain them, and when none of them is held", () => {
  const detail = (today: string) => daysChoices({ ...held, today })[0]?.detail;
  assert.equal(detail("2026-11-22"), "The two UTC days that contain them");
  assert.equal(detail("2026-11-29"), "The two UTC days that contain them; the newest day held is 2026-11-21");
});

test("with nothing held it says so", () => {
  const nothing = daysChoices({ today: "2026-11-22" });
  assert.deepEqual(
    nothing.map(({ detail }) => detail?.includes("nothing is held yet")),
    [true, true, true, true, true],
  );
});

test("a range in words, with its days beside it", () => {
  const words = (from: string, to: string) => daysInWords({ from, to }, held);
  assert.deepEqual(words("last 30 days", "last 30 days"), ["Last 30 days held", "2026-10-23 – 2026-11-21"]);
  assert.deepEqual(words("last 14 days", "last 14 days"), ["Last 14 days held", "2026-11-08 – 2026-11-21"]);
  assert.deepEqual(words("2026-11-01", "2026-11-03"), ["2026-11-01 – 2026-11-03", ""]);
  assert.deepEqual(words("2026-11-01", "2026-11-01"), ["2026-11-01", ""]);
  assert.deepEqual(words("2026-11-01", "last 7 days"), ["2026-11-01 – 2026-11-21", ""]);
});

test("what is remembered is taken only when it is a range", () => {
  for (const good of [
    { from: "last 7 days", to: "last 7 days" },
    { from: "2026-11-01", to: "2026-11-02" },
  ])
    assert.deepEqual(readRememberedDays(good), good);
  const wrong: readonly unknown[] = [
    ...[undefined, null, "last 7 days", [], {}, { from: "2026-11-01" }, { from: 1, to: 2 }],
    ...[
      { from: "2026-02-30", to: "2026-03-01" },
      { from: "2026-11-02", to: "2026-11-01" },
    ],
    ...[
      { from: "2000-01-01 ", to: "2100-12-31" },
      { from: "last 7 days", to: "last 30 days" },
    ],
  ];
  for (const each of wrong) assert.equal(readRememberedDays(each), undefined, JSON.stringify(each));
});
