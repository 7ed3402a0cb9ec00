import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  isExcused,
  isNoLongerOffered,
  keyHash,
  type LackedRow,
  lackedAfter,
  namedLackedRows,
  rowsToName,
} from "../../../src/lake/ledger/lacked-rows.ts";

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 1);
const iso = (hours: number): string => new Date(start + hours * hour).toISOString();

/** One row an hour; a read of some hours shows some of them. */
const keys = Array.from({ length: 8 }, (_, hours) => ({ key: keyHash(`event ${hours}`), hours }));

interface Read {
  readonly fromHours: number;
  readonly toHours: number;
  readonly atHours: number;
  /** Which of its rows it does not show. */
  readonly hidden: readonly number[];
}

const read = ({ fromHours, toHours, atHours, hidden }: Read) => ({
  from: iso(fromHours),
  to: iso(toHours),
  at: iso(atHours),
  lacked: keys
    .filter(({ hours }) => hours >= fromHours && hours < toHours && hidden.includes(hours))
    .map(({ key, hours }) => ({ key, at: iso(hours) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)),
});

const day = (atHours: number, hidden: readonly number[]) => read({ fromHours: 0, toHours: 8, atHours, hidden });

const all = (reads: readonly Parameters<typeof lackedAfter>[1][]): readonly LackedRow[] =>
  reads.reduce<readonly LackedRow[]>(lackedAfter, []);

const anyReads: fc.Arbitrary<readonly Read[]> = fc
  .array(
    fc.record({
      fromHours: fc.integer({ min: 0, max: 7 }),
      length: fc.integer({ min: 1, max: 8 }),
      after: fc.integer({ min: 0, max: 9 }),
      hidden: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
    }),
    { maxLength: 12 },
  )
  .map((each) => {
    let atHours = 10;
    return each.map(({ fromHours, length, after, hidden }) => {
      atHours += after;
      return { fromHours, toHours: fromHours + length, atHours, hidden };
    });
  });

test("a row is lacked when the newest read of its time did not show it", () => {
  fc.assert(
    fc.property(anyReads, (reads) => {
      const lacked = new Set(all(reads.map(read)).map(({ key }) => key));
      for (const { key, hours } of keys) {
        const newest = reads.findLast(({ fromHours, toHours }) => fromHours <= hours && hours < toHours);
        assert.equal(lacked.has(key), newest?.hidden.includes(hours) ?? false);
      }
    }),
  );
});

test("a row is no longer offered when three reads apart in time lacked it in a row, the last six hours after the first", () => {
  fc.assert(
    fc.property(anyReads, (reads) => {
      const rows = new Map(all(reads.map(read)).map((row) => [row.key, row]));
      for (const { key, hours } of keys) {
        const own = reads.filter(({ fromHours, toHours }) => fromHours <= hours && hours < toHours);
        const shown = own.findLastIndex(({ hidden }) => !hidden.includes(hours));
        const times = [...new Set(own.slice(shown + 1).map(({ atHours }) => atHours))];
        const expected = times.length >= 3 && (times.at(-1) ?? 0) - (times[0] ?? 0) >= 6;
        const row = rows.get(key);
        assert.equal(row !== undefined && isNoLongerOffered(row), expected);
      }
    }),
  );
});

test("a read is excused when all that it lacks is no longer offered, itself counted", () => {
  assert.ok(isExcused([], day(10, [])));
  assert.ok(!isExcused([], day(10, [3])));
  const twice = all([day(10, [3]), day(12, [3])]);
  assert.ok(!isExcused(twice, day(15, [3])), "too soon");
  assert.ok(isExcused(twice, day(16, [3])));
  assert.ok(!isExcused(twice, day(16, [3, 4])), "another row is missing");
  const changing = all([day(10, [3]), day(14, [4])]);
  assert.ok(!isExcused(changing, day(20, [3])), "it was shown in between");
});

test("reads of the same hour are one try", () => {
  const soon = all([day(10, [3]), day(10.2, [3]), day(10.4, [3]), day(17, [3])]);
  assert.deepEqual([soon[0]?.reads, isExcused(soon, day(17.5, [3]))], [2, false]);
});

test("an older read that is told of later does not show what a newer one lacked", () => {
  assert.equal(all([day(12, [3]), day(11, [])]).length, 1);
});

test("a row that is newly missing does not hide behind very many that are no longer offered, which are all excused in the end", () => {
  const rowsOf = (keysOf: readonly string[]) => keysOf.map((key) => ({ key: keyHash(key), at: iso(1) }));
  const gone = rowsOf(Array.from({ length: 2_500 }, (_, n) => `gone${n}`));
  let rows: readonly LackedRow[] = [];
  const readLacking = (missing: ReturnType<typeof rowsOf>, hours: number) => ({
    from: iso(0),
    to: iso(8),
    at: iso(hours),
    lacked: [...rowsToName(missing, rows)],
  });
  let reads = 0;
  for (; reads < 20; reads += 1) {
    const read = readLacking(gone, 20 + reads * 8);
    if (isExcused(rows, read)) break;
    rows = lackedAfter(rows, read);
  }
  assert.ok(reads < 20, "rows that are gone hold a day open for ever");
  for (let n = 0; n < 200; n += 1)
    assert.ok(!isExcused(rows, readLacking([...gone, ...rowsOf([`fresh${n}`])], 400)), `fresh${n}`);
});

test("of very many lacked rows some are named, and those behind the last name are not taken for shown", () => {
  const named = Array.from({ length: namedLackedRows }, (_, n) => ({
    key: n.toString(16).padStart(16, "0"),
    at: iso(1),
  }));
  const behind: LackedRow = { key: "f".repeat(16), eventMs: start, firstMs: start, lastMs: start, reads: 1 };
  const many = { from: iso(0), to: iso(8), at: iso(20), lacked: named };
  assert.ok(lackedAfter([behind], many).some(({ key }) => key === behind.key));
  assert.ok(!lackedAfter([behind], { ...many, lacked: named.slice(1) }).some(({ key }) => key === behind.key));
});
