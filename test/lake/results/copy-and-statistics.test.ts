import assert from "node:assert/strict";
import { test } from "node:test";
import { lockedEngine } from "./locked-engine.ts";

const hostile = `SELECT * FROM (VALUES
  ('=cmd|''/c calc''!A1', -5, 'a|b'), ('tab' || chr(9) || 'and "quote"', 1, '<img src=x onerror=alert(1)>'),
  ('two' || chr(10) || 'lines', NULL, '[x](javascript:alert(1)) *_~'), (NULL, 0, '+31 6'), ('@sum', 2, '\\\\server')
) AS t(name, n, note)`;

test("TSV quotes as a spreadsheet does and makes formulas harmless, not numbers", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(hostile);
  const { text } = await engine.results.copyText({
    resultId,
    format: "tsv",
    headers: true,
    rows: { from: 0, to: 9 },
    columns: [0, 1],
  });
  assert.equal(
    text,
    ["name\tn", "'=cmd|'/c calc'!A1\t-5", '"tab\tand ""quote"""\t1', '"two\nlines"\t', "\t0", "'@sum\t2"].join("\n"),
  );
  const part = { resultId, format: "tsv", headers: false, rows: { from: 1, to: 2 }, columns: [1, 1] } as const;
  assert.equal((await engine.results.copyText({ ...part, sort: [{ column: 1, descending: true }] })).text, "1\t1");
});

test("Markdown shows markup as text", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(hostile);
  const { text } = await engine.results.copyText({
    resultId,
    format: "markdown",
    headers: true,
    rows: { from: 0, to: 5 },
    columns: [2],
  });
  assert.equal(
    text,
    [
      "| note |",
      "| --- |",
      "| a\\|b |",
      "| &lt;img src=x onerror=alert(1)&gt; |",
      "| \\[x\\](javascript:alert(1)) \\*\\_\\~ |",
      "| +31 6 |",
      "| \\\\\\\\server |",
    ].join("\n"),
  );
});

test("JSON is an array of objects with every column in its order", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT 1 AS id, {'a': [2]} AS id, NULL AS \"9\"");
  const copy = { resultId, format: "json", headers: true, rows: { from: 0, to: 5 }, columns: [2, 0, 1] } as const;
  assert.equal((await engine.results.copyText(copy)).text, '[\n  {"9":null,"id":1,"id_2":{"a":[2]}}\n]');
  assert.equal((await engine.results.copyText({ ...copy, search: "nowhere" })).text, "[]");
});

test("more than a clipboard holds is refused with another way", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT repeat('x', 1000000) AS t FROM range(40)");
  const copy = { resultId, format: "tsv", headers: false, rows: { from: 0, to: 40 }, columns: [0] } as const;
  await assert.rejects(engine.results.copyText(copy), { code: "bad-argument", message: /Export/ });
});

test("a frequent value that is cut says so, for nobody finds a row by its beginning", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT unnest(['y', repeat('x', 3000), repeat('z', 2000)]) AS t, unnest([['y'], [repeat('x', 3000)], []]) AS l",
  );
  for (const column of [0, 1]) {
    const { top } = await engine.results.columnStatistics({ resultId, column });
    assert.equal(top.length, 3);
    for (const { value, isCut } of top)
      assert.equal(isCut, String(value).endsWith("…") ? true : undefined, String(value).slice(0, 9));
    assert.equal(top.filter(({ isCut }) => isCut).length, 1);
  }
});

test("statistics count, order and average the rows of the view", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT unnest([1, 2, 2, NULL, 5]) AS n, unnest(['nan', '1', '3', 'inf', NULL]::DOUBLE[]) AS d,
     unnest([[1], [1], [2], NULL, []]) AS l, unnest(['b', 'b', 'a', 'c', 'c']) AS t,
     unnest([TIMESTAMP '2024-01-02', TIMESTAMP '2024-01-01', NULL, NULL, NULL]) AS seen`,
  );
  const of = (column: number) => engine.results.columnStatistics({ resultId, column });
  assert.deepEqual(await of(0), {
    column: 0,
    rows: 5,
    nulls: 1,
    distinct: 3,
    min: 1,
    max: 5,
    mean: 2.5,
    top: [
      { value: 2, count: 2 },
      { value: 1, count: 1 },
      { value: 5, count: 1 },
    ],
  });
  const doubles = await of(1);
  assert.deepEqual([doubles.mean, doubles.max, doubles.min], [2, "NaN", 1]);
  const lists = await of(2);
  assert.deepEqual([lists.distinct, lists.min, lists.top[0]], [3, null, { value: "[1]", count: 2 }]);
  assert.deepEqual((await of(3)).top, [
    { value: "b", count: 2 },
    { value: "c", count: 2 },
    { value: "a", count: 1 },
  ]);
  assert.deepEqual([(await of(4)).min, (await of(4)).mean], ["2024-01-01T00:00:00.000Z", null]);
  const filtered = await engine.results.columnStatistics({
    resultId,
    column: 3,
    filters: [{ column: 0, op: "equals", value: 2 }],
  });
  assert.deepEqual([filtered.rows, filtered.distinct, filtered.mean], [2, 2, null]);
  const none = await engine.results.columnStatistics({ resultId, column: 0, search: "nowhere" });
  assert.deepEqual([none.rows, none.min, none.mean, none.top], [0, null, null, []]);
});
