import assert from "node:assert/strict";
import { test } from "node:test";
import {
  digestOfAnswered,
  digestOfCell,
  type KeptOutputs,
  keptOf,
  keptOutputsBytes,
  keptOutputsText,
  keptRun,
  outputBounds,
  readKeptOutputs,
  shownKeptRun,
} from "../../../../src/editor/notebook/outputs/kept-outputs.ts";
import type { ResultSummary } from "../../../../src/protocol/query.ts";

const summary: ResultSummary = {
  resultId: "aaaaaaaa-1",
  title: "Who",
  columns: [
    { name: "account", type: "varchar", kind: "text" },
    { name: "n", type: "bigint", kind: "number" },
  ],
  rowCount: 3,
  engine: "duckdb",
  scannedBytes: 7,
  elapsedMs: 1,
  lake: "/home/ann/lakes/contoso",
  params: { from: "2026-11-01", codes: [50126, 50053], user: null },
  askedAt: "2026-11-22T10:42:00.000Z",
  coverage: [],
  notes: [{ tone: "warning", text: "One slice was left out." }],
  simulated: true,
  sql: "SELECT 1",
};
const rows = [
  ["<img src=x onerror=alert(1)>", "9007199254740993"],
  [null, 2],
] as const;
const text = "SELECT account, n FROM t";
const kept: KeptOutputs = {
  format: "tenanttrail-outputs",
  version: 1,
  keptAt: "2026-11-23T09:00:00.000Z",
  cells: [{ index: 1, text: digestOfCell(text), runs: [keptRun(summary, rows)] }],
};
const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

test("outputs are read back as they were written, a line for each row, without a path of the machine", () => {
  const written = keptOutputsText(kept);
  assert.deepEqual(readKeptOutputs(bytes(written)), kept);
  assert.equal(written.split("\n").filter((line) => line.includes("onerror")).length, 1);
  assert.equal(written.includes("/home/ann"), false);
  const empty = { ...kept, cells: [{ ...kept.cells[0], runs: [keptRun({ ...summary, rowCount: 0 }, [])] }] };
  assert.deepEqual(readKeptOutputs(bytes(keptOutputsText(empty as KeptOutputs))), empty);
});

test("they are shown with when and over which lake they were asked, and lead to no result that is held", () => {
  const [run] = kept.cells[0]?.runs ?? [];
  assert.ok(run);
  const { state, head } = shownKeptRun(run, { keptAt: kept.keptAt, isStale: false });
  assert.ok(state.kind === "ready");
  assert.notEqual(state.summary.resultId, summary.resultId);
  assert.equal(state.summary.sql, "");
  assert.deepEqual(
    state.summary.notes?.map(({ text: words }) => words),
    [
      "Asked 2026-11-22 10:42 UTC over contoso and kept beside the file 2026-11-23 09:00 UTC.",
      "The rows were made by the sample tenant; no real event is among them.",
      "One slice was left out.",
    ],
  );
  assert.deepEqual(head, rows);
  const stale = shownKeptRun(run, { keptAt: kept.keptAt, isStale: true });
  assert.ok(stale.state.kind === "ready");
  assert.match(stale.state.summary.notes?.[0]?.text ?? "", /^The text of this cell was changed since/);
});

test("what may be missing from kept rows is told as a warning, and what is not missing is not", () => {
  const shownTones = (notes: ResultSummary["notes"]) => {
    const run = keptRun({ ...summary, simulated: false, notes: notes ?? [] }, rows);
    const read = readKeptOutputs(
      bytes(keptOutputsText({ ...kept, cells: [{ index: 0, text: digestOfCell(""), runs: [run] }] })),
    );
    const { state } = shownKeptRun(read?.cells[0]?.runs[0] ?? run, { keptAt: kept.keptAt, isStale: false });
    return state.kind === "ready" && state.summary.notes?.map(({ tone }) => tone);
  };
  assert.deepEqual(shownTones([{ tone: "warning", text: "One slice was left out." }]), ["info", "warning"]);
  assert.deepEqual(shownTones([{ tone: "info", text: "Rounded." }]), ["info", "info"]);
});

function found(outputs: Pick<KeptOutputs, "cells">, texts: readonly string[], index: number) {
  return keptOf(outputs, texts.map(digestOfCell), index);
}

test("a cell finds its outputs by its text, wherever it stands; another text at its place is stale", () => {
  assert.equal(found(kept, ["-- header", text], 1)?.isStale, false);
  assert.equal(found(kept, [text], 0)?.isStale, false);
  assert.equal(found(kept, ["-- header", `${text} WHERE n > 1`], 1)?.isStale, true);
  // The cell was moved, so that what stands in its place now is another one.
  assert.equal(found(kept, [text, "SELECT 2"], 1), undefined);
  assert.equal(found(kept, ["-- header", text, "SELECT 2"], 2), undefined);
  assert.equal(found(kept, ["-- header", text.replace(" ", "\r\n")], 1)?.isStale, true);
});

test("outputs of a cell that was edited after it ran are stale, and not those of its new text", () => {
  const edited = `${text} WHERE n > 1`;
  const cells = [
    { ...kept.cells[0], index: 0, text: digestOfAnswered(edited, [text]) } as KeptOutputs["cells"][number],
  ];
  assert.equal(found({ cells }, [edited], 0)?.isStale, true);
  assert.equal(digestOfAnswered(`-- all\n${text};\n`, [text]), digestOfCell(`-- all\n${text};\n`));
  assert.equal(digestOfAnswered(`${text};\nSELECT 2`, [text, "SELECT 2"]), digestOfCell(`${text};\nSELECT 2`));
  assert.notEqual(digestOfAnswered(`SELECT 2;\n${text}`, [text, "SELECT 2"]), digestOfCell(`SELECT 2;\n${text}`));
  // Of what was kept before nobody knows the statement.
  for (const each of [text, ""]) assert.notEqual(digestOfAnswered(text, [""]), digestOfCell(each));
});

test("outputs that could not be read back are not written", () => {
  const [cell] = kept.cells;
  const [run] = cell?.runs ?? [];
  assert.ok(cell && run);
  const bytesOf = (runs: typeof cell.runs) => keptOutputsBytes({ ...kept, cells: [{ ...cell, runs }] });
  assert.deepEqual(bytesOf([run]), bytes(keptOutputsText(kept)));
  const columns = Array.from({ length: outputBounds.columns + 1 }, (_, index) => ({
    ...summary.columns[0],
    name: `c${index}`,
  })) as typeof run.columns;
  assert.equal(bytesOf([{ ...run, columns, rows: [columns.map(() => null)] }]), undefined);
  assert.equal(bytesOf(Array.from({ length: outputBounds.runs + 1 }, () => run)), undefined);
});

test("of cells with one text each finds its own", () => {
  const [first] = kept.cells;
  assert.ok(first);
  const second = { ...first, index: 2, runs: [] };
  const twins = { cells: [first, second] };
  assert.equal(found(twins, ["", text, text], 1)?.cell, first);
  assert.equal(found(twins, ["", text, text], 2)?.cell, second);
});

test("a file from elsewhere that is not as we write it is none: broken, too large, of other rows, of another version", () => {
  const [cell] = kept.cells;
  const [run] = cell?.runs ?? [];
  const withRun = (change: object): unknown => ({ ...kept, cells: [{ ...cell, runs: [{ ...run, ...change }] }] });
  const hostile: readonly unknown[] = [
    "",
    "{",
    "null",
    "[]",
    { ...kept, version: 2 },
    { ...kept, keptAt: "yesterday" },
    { ...kept, cells: [{ ...cell, text: "x" }] },
    { ...kept, cells: [{ ...cell, index: -1 }] },
    withRun({ rows: [["one cell of two"]] }),
    withRun({ rowCount: 1 }),
    withRun({ rows: [[{ html: "<b>" }, 1]] }),
    withRun({ columns: Array.from({ length: outputBounds.columns + 1 }, () => summary.columns[0]) }),
    withRun({ rows: Array.from({ length: outputBounds.rows + 1 }, () => rows[0]), rowCount: 1000 }),
    withRun({ title: "x".repeat(100_001) }),
    withRun({ askedAt: "" }),
  ];
  for (const each of hostile) assert.equal(readKeptOutputs(bytes(each)), undefined, JSON.stringify(each).slice(0, 80));
  assert.equal(readKeptOutputs(Uint8Array.of(0xff, 0xfe)), undefined);
  assert.equal(readKeptOutputs(new Uint8Array(outputBounds.bytes + 1)), undefined);
});
