import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { canonicalSha256 } from "../../../../src/lake/merge/canonical-json.ts";
import type { Source } from "../../../../src/protocol/tables.ts";
import {
  eventTime,
  MergeInSql,
  mergeApart,
  mergeInTypeScript,
  type ObservedRow,
  observe,
  states,
} from "./both-merges.ts";

/** What was seen of one state of a user: by a poll, in his history, or in a file that was imported. */
type Seen = readonly [from: "poll" | "history" | "export" | "portal", observedMs: number | null, content: Content];
type Content = "working" | "done" | "coarse" | "bare" | "ticks" | "digits";

const user = "41a31b00-3b3b-42d9-8f1c-6d4f14e74c69";
const sourceOf: Readonly<Record<Seen[0], Source>> = {
  poll: "graph-v1.0",
  history: "graph-beta",
  export: "graph-v1.0",
  portal: "portal-json",
};
const done = { riskDetail: "adminDismissedAllRiskForUser", isProcessing: false };
const contents: Readonly<Record<Content, Readonly<Record<string, unknown>>>> = {
  working: { riskDetail: "none", isProcessing: true },
  done,
  /** As v1.0 says `done`, when it has no name for the detail. */
  coarse: { riskDetail: "unknownFutureValue", isProcessing: false },
  /** As a history says `done` that has no word about the processing. */
  bare: { riskDetail: "adminDismissedAllRiskForUser" },
  /** `done` again, 500 ns later: another state, whose key is the same. */
  ticks: { ...done, riskLastUpdatedDateTime: "2026-11-22T10:00:00.0000005Z" },
  /** `done`, whose time is written with all of its digits. */
  digits: { ...done, riskLastUpdatedDateTime: "2026-11-22T10:00:00.0000000Z" },
};

/**
 * The law for states (docs/design.md, Merging): which observation is kept of some, in whatever order they come, and
 * whose record is held as its own.
 */
const examples: readonly (readonly [rule: string, seen: readonly Seen[], kept: number, record: number])[] = [
  ["the newer poll", [["poll", 2000, "done"], ["poll", 1000, "working"]], 0, 0],
  ["a poll, whatever a history says otherwise, read later", [["poll", 1000, "done"], ["history", 2000, "working"]], 0, 0],
  ["a poll, whatever a history said before", [["poll", 2000, "working"], ["history", 1000, "done"]], 0, 0],
  ["a poll over a file that tells more", [["poll", 1000, "working"], ["portal", null, "done"]], 0, 0],
  ["a poll over a file of the same source", [["poll", 1000, "working"], ["export", null, "done"]], 0, 0],
  ["the item of a history read later", [["history", 2000, "working"], ["history", 1000, "done"]], 0, 0],
  ["the item of a history over a file", [["history", 1000, "working"], ["export", null, "done"]], 0, 0],
  ["a poll, with the item that says the same and more", [["poll", 1000, "done"], ["history", 2000, "done"]], 0, 1],
  ["a poll, with an item that was read before", [["poll", 2000, "done"], ["history", 1000, "done"]], 0, 1],
  ["a poll, with the item that names its detail", [["poll", 1000, "coarse"], ["history", 2000, "done"]], 0, 1],
  ["a poll without an item that says less", [["poll", 1000, "done"], ["history", 2000, "bare"]], 0, 0],
  ["a poll, with the item that writes its time otherwise", [["poll", 1000, "done"], ["history", 2000, "digits"]], 0, 1],
  ["a poll without an item of another state in its millisecond", [["poll", 1000, "ticks"], ["history", 2000, "done"]], 0, 0],
  [
    "a poll, with the item of its state and not of another in its millisecond",
    [["poll", 1000, "ticks"], ["history", 3000, "done"], ["history", 2000, "ticks"]],
    0,
    2,
  ],
  [
    "the newer poll, with the item that says what it says",
    [["poll", 2000, "done"], ["poll", 1000, "working"], ["history", 3000, "working"], ["history", 3000, "done"]],
    0,
    3,
  ],
]; // biome-ignore format: a line for each example

function rowOf([from, observedMs, content]: Seen): ObservedRow {
  const isItem = from === "history";
  const record = {
    id: isItem ? `${user}639000000000000000` : user,
    riskLastUpdatedDateTime: eventTime,
    ...contents[content],
    ...(isItem && { userId: user, initiatedBy: "68ca8ec0", activity: { eventTypes: [], detail: null } }),
  };
  return { tenantId: "t1", id: user, source: sourceOf[from], observedMs, raw: JSON.stringify(record) };
}

function ordersOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first, at) => ordersOf(list.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

let sql: MergeInSql;
before(async () => {
  sql = await MergeInSql.open();
});
after(() => sql.close());

const implementations = {
  "in TypeScript": async (...rows: Parameters<typeof mergeInTypeScript>) => mergeInTypeScript(...rows),
  "in SQL": (...rows: Parameters<typeof mergeInTypeScript>) => sql.merge(...rows),
};

for (const [where, merge] of Object.entries(implementations)) {
  /** What each of some cases comes to: the rows that are held, and those that come. */
  const mergeEach = (cases: readonly (readonly [held: readonly ObservedRow[], coming: readonly ObservedRow[]])[]) => {
    const observed = (rows: readonly ObservedRow[]) => rows.map((row) => observe(row, states));
    return mergeApart(
      merge,
      cases.map(([held, coming]) => [observed(held), observed(coming)]),
      states,
    );
  };
  const changedBy = async (...rows: readonly [held: readonly ObservedRow[], coming: readonly ObservedRow[]]) =>
    (await mergeEach([rows]))[0]?.changed;

  for (const [rule, seen, kept, record] of examples)
    test(`merging states ${where} keeps ${rule}`, async () => {
      const rows = seen.map(rowOf);
      const expected = [rows[kept]?.source, rows[kept]?.observedMs, rows[record]?.raw].join(" ");
      const rowsOf = (kept: readonly string[] = []): unknown => kept.map((row) => JSON.parse(row)[2]);
      const orders = ordersOf(rows);
      for (const { kept } of await mergeEach(orders.map((order) => [[], order])))
        assert.deepEqual(rowsOf(kept), [expected], "at once");
      for (const { changed } of await mergeEach(orders.map((order) => [[], [...order, ...order]])))
        assert.equal(changed.length, 1);
      const [first, second] = rows;
      if (first === undefined || second === undefined || rows.length > 2) return;
      const [one, other] = await mergeEach([
        [[second], [first]],
        [[first], [second]],
      ]);
      assert.deepEqual(rowsOf(one?.kept), [expected], "the kept one later");
      assert.deepEqual(one?.changed, [[0, "updated"]]);
      assert.deepEqual(rowsOf(other?.kept), [expected], "the kept one before");
      assert.deepEqual(other?.changed, record === kept ? [] : [[0, "updated"]]);
    });

  test(`merging states ${where}: a state that a poll shows again changes nothing, with the item's record or without`, async () => {
    const poll = rowOf(["poll", 1000, "done"]);
    const again = rowOf(["poll", 3000, "done"]);
    const item = rowOf(["history", 2000, "done"]);
    const completed = { ...poll, raw: item.raw };
    for (const held of [poll, completed]) assert.deepEqual(await changedBy([held], [again]), []);
    assert.deepEqual(await changedBy([completed], [item, again, poll]), []);
  });

  test(`merging states ${where}: what a poll confirmed of a history yields to no older poll, and to each newer one`, async () => {
    const completed = { ...rowOf(["poll", 2000, "done"]), raw: rowOf(["history", 1000, "done"]).raw };
    assert.deepEqual(await changedBy([completed], [rowOf(["poll", 1500, "working"])]), []);
    assert.deepEqual(await changedBy([completed], [rowOf(["poll", 2500, "working"])]), [[0, "updated"]]);
  });
}

test("the examples tell the records apart", () => {
  const raws = (["poll", "history"] as const).flatMap((from) =>
    Object.keys(contents).map((content) => rowOf([from, 1, content as Content]).raw),
  );
  assert.equal(new Set(raws.map(canonicalSha256)).size, raws.length);
});
