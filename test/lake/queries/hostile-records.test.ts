import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";
import { allCases } from "./cases/all-cases.ts";
import type { At } from "./cases/query-case.ts";
import { type LogRecord, makeLake } from "./query-lake.ts";
import { savedQueries } from "./saved-query.ts";

/** What a record may hold in place of any value, because somebody imported it or an application sent it. */
const hostile: readonly unknown[] = [
  95,
  -1e308,
  1e308,
  9_007_199_254_740_992,
  "9999999999999999999999",
  0,
  -1,
  1.5,
  "",
  " ",
  "NaN",
  "never",
  "2026-02-30T00:00:00Z",
  "9999-12-31T23:59:59.9999999Z",
  "0001-01-01T00:00:00Z",
  "%FF%00",
  "[1,{",
  '{"a":',
  "999.1.1.1",
  "::1::2",
  "10.0.0.1:443",
  "x".repeat(5000),
  "\u0000\u202e=1+1",
  null,
  true,
  {},
  [],
  [null],
  [[]],
  { Name: 1, Value: [1] },
];

/** The places of all values of a record that are no containers, as paths; lists and objects themselves too. */
function places(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    places(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

function replaced(value: unknown, [first, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((each, index) => (index === first ? replaced(each, rest, by) : each));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [first]: replaced(object[first], rest, by) };
}

const at: At = (clock, days = 0) =>
  `${new Date(Date.UTC(2022, 0, 3 + days)).toISOString().slice(0, 10)}T${clock.length === 5 ? `${clock}:00` : clock}Z`;

/** The records of all cases, each also with other values in some of its places. */
function records(): readonly LogRecord[] {
  const own = allCases.flatMap(({ records: make }) => make(at));
  const choices = fc.sample(fc.tuple(fc.nat(), fc.constantFrom(...hostile)), { seed: 8, numRuns: own.length * 12 });
  return choices.flatMap(([somewhere, value], number): LogRecord[] => {
    const each = own[number % own.length];
    if (each === undefined) return [];
    const all = places(each.record);
    const place = all[somewhere % all.length] ?? [];
    const idName = "Id" in each.record ? "Id" : "id";
    const mutated = replaced(each.record, place, value) as Readonly<Record<string, unknown>>;
    const record = { ...mutated, [idName]: `hostile-${number}` };
    // One that is no record of the table is rejected by name when it is imported.
    return "rejected" in identifyRecord(each.table, each.source ?? "graph-beta", record) ? [] : [{ ...each, record }];
  });
}

test("no record that anybody imports makes a shipped query fail", async () => {
  const all = records();
  assert.ok(all.length > 1000, `${all.length} records`);
  await using lake = await makeLake(all);
  const service = localLakeService();
  try {
    await service.useConnection({ kind: "folder", path: lake.root });
    for (const query of savedQueries()) {
      const params = allCases.find((each) => each.query === query.name)?.params ?? {};
      const asked = Object.fromEntries(
        (query.block?.header.params ?? []).flatMap(({ name, default: preset }) =>
          preset === undefined && params[name] === undefined ? [[name, "x"]] : [],
        ),
      );
      const days = { from: "all days held", to: "all days held" };
      const result = await service
        .runQuery({ sql: query.text, params: { ...asked, ...params, ...days } })
        .catch((error: unknown) => assert.fail(`${query.name}: ${String(error)}`));
      await service.releaseResult({ resultId: result.resultId });
    }
  } finally {
    await service.dispose();
  }
});
