import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeLens, Command, TextDocument, Uri } from "vscode";
import type { Connections } from "../../../../src/editor/connections/connections.ts";
import type { EngineKind } from "../../../../src/editor/queries/engine-choice.ts";
import type { OurFiles } from "../../../../src/editor/queries/our-files.ts";
import type { QueryRequest, ScanEstimate } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { memento } from "../fakes/memento.ts";
import { lakeWithEngines } from "./some-engines.ts";

useFakeEditor();
const { EngineChoice } = await import("../../../../src/editor/queries/engine-choice.ts");
const { ScanEstimates } = await import("../../../../src/editor/queries/lenses/scan-estimates.ts");
const { LastValues } = await import("../../../../src/editor/queries/last-values.ts");
const { StatementLenses } = await import("../../../../src/editor/queries/lenses/statement-lenses.ts");

const uri = { toString: () => "file:///spray.sql" } as Uri;
const text = `/*---
title: Spray
params:
  from: { type: date, default: last 30 days }
  to: { type: date, default: last 30 days }
  least: { type: bigint, default: 3 }
---*/
SELECT 1 FROM signins WHERE dt BETWEEN :from AND :to AND 1 > :least;
SELECT * FROM flows`;

/** The lenses over a file of two statements, and what is said when they are another's. */
async function lensesOver(engines: readonly EngineKind[], chosen: EngineKind, answers: readonly ScanEstimate[]) {
  const lake = lakeWithEngines(engines);
  const choice = new EngineChoice(memento(), lake as unknown as Connections);
  await choice.choose(uri, chosen);
  const requests: QueryRequest[] = [];
  const estimateScan = async (request: QueryRequest): Promise<ScanEstimate> => {
    requests.push(request);
    return answers[requests.length - 1] ?? { bytes: 0, days: 0 };
  };
  const last = new LastValues(memento());
  const estimates = new ScanEstimates({ estimateScan }, choice, lake);
  const provider = new StatementLenses(
    { has: () => true, onDidChange: () => ({ dispose() {} }) } as unknown as OurFiles,
    choice,
    estimates,
    last,
  );
  let told = 0;
  provider.onDidChangeCodeLenses(() => told++);
  const words = () =>
    provider.provideCodeLenses({ getText: () => text, uri } as TextDocument).map((lens: CodeLens) => {
      const [, command] = (lens as unknown as { given: [unknown, Command] }).given;
      return command.title.replace(/^\$\(.*?\)\u00A0/, "");
    });
  const before = words();
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  const after = words();
  return { before, after, requests, told, last, words };
}

const known: ScanEstimate = { bytes: 840_000_000, days: 30 };
const unknown: ScanEstimate = { days: 0, unknownTables: ["flows"] };

test("lenses are there at once, and have price, bytes and days as soon as these are known", async () => {
  const { before, after, requests, told } = await lensesOver(["athena", "duckdb"], "athena", [known, unknown]);
  assert.deepEqual(before, ["Run · Athena", "Use this machine", "Run · Athena", "Use this machine"]);
  assert.deepEqual(after, [
    "Run · Athena (~0.42 ¢, 840 MB) · 30 days",
    "Use this machine",
    "Run · Athena (price not known)",
    "Use this machine",
  ]);
  assert.equal(told, 2);
  assert.deepEqual(
    requests.map(({ engine, parameters }) => [engine, parameters?.map(({ name }) => name)]),
    [
      ["athena", ["from", "to", "least"]],
      ["athena", ["from", "to", "least"]],
    ],
  );
});

test("on this machine the price stands beside the switch to Athena", async () => {
  const { after } = await lensesOver(["athena", "duckdb"], "duckdb", [known, { bytes: 20_000, days: 1 }]);
  assert.deepEqual(after, [
    "Run · this machine · 30 days",
    "Use Athena (~0.42 ¢)",
    "Run · this machine · 1 day",
    "Use Athena (~0.005 ¢)",
  ]);
});

test("a folder's statements have one lens, and nothing is asked", async () => {
  const { after, requests } = await lensesOver(["duckdb"], "duckdb", []);
  assert.deepEqual(after, ["Run · this machine", "Run · this machine"]);
  assert.deepEqual(requests, []);
});

test("a database of other tables has Athena alone", async () => {
  const { after } = await lensesOver(["athena"], "athena", [unknown, { bytes: 0, days: 0 }]);
  assert.deepEqual(after, ["Run · Athena (price not known)", "Run · Athena (~0 ¢, 0 bytes)"]);
});

test("the price is that of the values that were last used, and changes with them", async () => {
  const { words, requests, last, told } = await lensesOver(["athena", "duckdb"], "athena", [
    known,
    unknown,
    { bytes: 84_000_000, days: 3 },
  ]);
  assert.deepEqual(requests[0]?.params, {});
  await last.rememberDays({ from: "2026-11-01", to: "2026-11-03" });
  await last.rememberTyped({ name: "least", type: "bigint" }, "5");
  words();
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  assert.equal(words()[0], "Run · Athena (~0.042 ¢, 84 MB) · 3 days");
  assert.equal(words()[2], "Run · Athena (price not known)");
  assert.deepEqual(
    requests.slice(2).map(({ params }) => params),
    [{ least: 5, from: "2026-11-01", to: "2026-11-03" }],
  );
  assert.equal(told, 2);
});
