import assert from "node:assert/strict";
import { test } from "node:test";
import { readRows } from "../../../../src/editor/queries/rows-of-result.ts";
import type { CellRequest, ResultSummary, ResultWindow, WindowRequest } from "../../../../src/protocol/query.ts";
import type { LakeService } from "../../../../src/protocol/service/lake-service.ts";

const summary: ResultSummary = {
  resultId: "r",
  title: "t",
  columns: [
    { name: "n", type: "bigint", kind: "number" },
    { name: "raw", type: "row(a bigint)", kind: "nested" },
    { name: "text", type: "varchar", kind: "text" },
  ],
  rowCount: 2500,
  engine: "duckdb",
  scannedBytes: 0,
  elapsedMs: 0,
  simulated: false,
  sql: "",
  lake: "/lake",
  params: {},
  askedAt: "2026-11-22T10:42:00.000Z",
  coverage: [],
};

/** Answers windows of at most 700 rows, whose third cell is cut in row 703, in the second window. */
function held() {
  const windows: WindowRequest[] = [];
  const cells: CellRequest[] = [];
  const service = {
    readWindow: async (request: WindowRequest): Promise<ResultWindow> => {
      windows.push(request);
      const rows = Array.from({ length: Math.min(700, request.limit) }, (_, index) => {
        const row = request.offset + index;
        return [row, row === 1 ? null : `{"a":${row}}`, row === 703 ? { cut: "lo", length: 4 } : '{"a":0}'];
      });
      return { offset: request.offset, rowCount: summary.rowCount, rows };
    },
    readCell: async (request: CellRequest) => {
      cells.push(request);
      return "long";
    },
  };
  return { windows, cells, lake: service as unknown as LakeService };
}

test("windows are joined in order up to the wanted rows; nested values are parsed, text that looks nested is not", async () => {
  const { lake, windows } = held();
  const rows = await readRows(lake, summary, 1500, new AbortController().signal);
  assert.equal(rows.length, 1500);
  assert.deepEqual(
    rows.map(([n]) => n),
    Array.from({ length: 1500 }, (_, row) => row),
  );
  assert.deepEqual(rows[2], [2, { a: 2 }, '{"a":0}']);
  assert.deepEqual(rows[1]?.[1], null);
  assert.deepEqual(
    windows.map(({ offset, limit }) => [offset, limit]),
    [
      [0, 1000],
      [700, 800],
      [1400, 100],
    ],
  );
});

test("a cell that a window cuts is fetched whole", async () => {
  const { lake, cells } = held();
  const rows = await readRows(lake, summary, 800, new AbortController().signal);
  assert.equal(rows[703]?.[2], "long");
  assert.deepEqual(cells, [{ resultId: "r", row: 703, column: 2 }]);
});

test("no rows are asked for when none are wanted", async () => {
  const { lake, windows } = held();
  assert.deepEqual(await readRows(lake, summary, 0, new AbortController().signal), []);
  assert.deepEqual(windows, []);
});
