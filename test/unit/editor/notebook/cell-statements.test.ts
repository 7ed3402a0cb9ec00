import assert from "node:assert/strict";
import { test } from "node:test";
import type { Uri } from "vscode";
import type { ReadCell } from "../../../../src/editor/notebook/cell-statements.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { memento } from "../fakes/memento.ts";

useFakeEditor();
const { statementsOfCell } = await import("../../../../src/editor/notebook/cell-statements.ts");
const { formOf } = await import("../../../../src/editor/notebook/parameter-forms.ts");
const { NotebookValues } = await import("../../../../src/editor/notebook/notebook-values.ts");

const cells: readonly ReadCell[] = [
  { kind: "header", text: "title: Spray\nseverity: urgent\nparams:\n  least: { type: bigint, default: 3 }" },
  { kind: "markdown", text: "# Why" },
  { kind: "sql", text: "-- one\nSELECT :least, :account" },
  { kind: "sql", title: "Two at once", text: "SELECT 1;\n\n  SELECT 2" },
  { kind: "sql", text: "-- nothing" },
];

test("the statements of a cell have their places in it, its title, and the header's parameters", () => {
  const [one] = statementsOfCell(cells, 2, "file");
  assert.deepEqual(
    [one?.title, one?.sql, one?.start],
    ["Spray (1)", "SELECT :least, :account", { line: 2, column: 1, length: 23 }],
  );
  assert.deepEqual(
    one?.declarations.map(({ name }) => name),
    ["least"],
  );
  assert.deepEqual(
    statementsOfCell(cells, 3, "file").map(({ title, start }) => [title, start.line, start.column]),
    [
      ["Two at once, statement 1", 1, 1],
      ["Two at once, statement 2", 3, 3],
    ],
  );
  assert.deepEqual(statementsOfCell(cells, 4, "file"), []);
});

test("parameters that are wrong in the header keep every cell from running, with the line in its cell", () => {
  const wrong: ReadCell = { kind: "header", text: "params:\n  least: { type: bigint, default: many }" };
  const [statement] = statementsOfCell([wrong, { kind: "sql", text: "SELECT :least" }], 1, "file");
  assert.match(statement?.mistake?.message ?? "", /\(line 2 of the header\)$/);
});

test("the form shows what the header declares, what cells use beside it, and what is wrong with the header", () => {
  const form = formOf(cells, [], (name) => (name === "least" ? "x" : undefined));
  assert.deepEqual(
    form.parameters.map(({ name, type, text, preset, problem }) => [name, type, text, preset, problem !== undefined]),
    [
      ["least", "bigint", "x", "3", true],
      ["account", "varchar", "", undefined, false],
    ],
  );
  assert.deepEqual(
    form.problems.map(({ line }) => line),
    [2],
  );
});

test("values are a notebook's own, and one that does not fit its parameter is refused by name", async () => {
  const memory = memento();
  const values = new NotebookValues(memory);
  const [a, b] = ["file:///a.sql", "file:///b.sql"].map((text) => ({ toString: () => text }) as Uri);
  assert.ok(a && b);
  await values.set(a, "least", "9");
  await values.set(a, "name", "x");
  const declared = [{ name: "least", type: "bigint" as const }];
  assert.deepEqual(values.of(a, declared, declared), { least: 9 });
  assert.deepEqual(values.of(b, declared, declared), {});
  assert.equal(new NotebookValues(memory).text(a, "name"), "x");
  await values.set(a, "least", "many");
  assert.throws(() => values.of(a, declared, declared), {
    code: "bad-argument",
    message: /^The parameter :least needs a whole number, for example 10, not "many"\. Correct it in the form/,
  });
  assert.deepEqual(values.of(a, [{ name: "name", type: "varchar" }], declared), { name: "x" });
  await values.set(a, "least", undefined);
  assert.equal(values.text(a, "least"), undefined);
});
