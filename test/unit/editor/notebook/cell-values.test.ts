import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Uri } from "vscode";
import type { ReadCell } from "../../../../src/editor/notebook/cell-statements.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { statementsOfCell } = await import("../../../../src/editor/notebook/cell-statements.ts");
const { valuesOfCell } = await import("../../../../src/editor/notebook/cell-values.ts");
const { formOf } = await import("../../../../src/editor/notebook/parameter-forms.ts");
const { NotebookValues } = await import("../../../../src/editor/notebook/notebook-values.ts");
const { ParameterPrompts } = await import("../../../../src/editor/queries/ask-parameters.ts");
const { statementParameters } = await import("../../../../src/query/statement-parameters.ts");

const uri = { toString: () => "file:///a.sql" } as Uri;
const apps = ["0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10"];
const range = "from: { type: date, default: 2026-11-01 }\n  to: { type: date, default: 2026-11-20 }";

beforeEach(() => {
  editor.answers.length = 0;
  editor.shown.length = 0;
});

/** A notebook of one SQL cell, with or without a header. */
function notebook(sql: string, params?: string) {
  const memory = memento();
  const values = new NotebookValues(memory);
  const prompts = new ParameterPrompts(
    memory,
    async () => apps,
    async () => ({ today: "2026-11-29" }),
  );
  const header: readonly ReadCell[] = params === undefined ? [] : [{ kind: "header", text: `params:\n  ${params}` }];
  const cells = [...header, { kind: "sql" as const, text: sql }];
  const [statement] = statementsOfCell(cells, header.length, "file");
  assert.ok(statement);
  return {
    set: (name: string, text: string) => values.set(uri, name, text),
    /** What the statement is run with. */
    run: async () => {
      const given = await valuesOfCell({ uri, hasForm: header.length > 0 }, statement, values, prompts);
      const run = statementParameters({ sql, params: given, parameters: statement.declarations });
      return Object.fromEntries(run.values);
    },
    /** What the form shows, and what it has when nothing is set. */
    form: async () => {
      const shown = formOf(cells, await prompts.ownApps(), (name) => values.text(uri, name)).parameters;
      return Object.fromEntries(shown.map(({ name, text, preset }) => [name, [text, preset]]));
    },
  };
}

test("a cell that uses a value that does not fit is refused, and the default does not run in its place", async () => {
  const { set, run } = notebook("SELECT :least", "least: { type: bigint, default: 10 }");
  await set("least", "many");
  await assert.rejects(run(), { code: "bad-argument", message: /:least needs a whole number/ });
  const other = notebook("SELECT :most", "least: { type: bigint, default: 10 }\n  most: { type: bigint, default: 20 }");
  await other.set("least", "many");
  assert.deepEqual((await other.run())["most"], 20);
});

test("without a form a value is asked for at each run, with the last one filled in", async () => {
  const { run } = notebook("SELECT :account");
  editor.answers.push("ann", "bob");
  assert.deepEqual(await run(), { account: "ann" });
  assert.deepEqual(await run(), { account: "bob" });
  const boxes = editor.shown.filter(({ by }) => by === "showInputBox");
  assert.deepEqual(
    boxes.map(({ what }) => (what as [{ readonly value: string }])[0].value),
    ["", "ann"],
  );
});

test("with a form a value that was asked for is set, and the form shows it", async () => {
  const { run, form } = notebook("SELECT :account", "account: { type: varchar }");
  editor.answers.push("ann");
  assert.deepEqual(await run(), { account: "ann" });
  assert.deepEqual(await run(), { account: "ann" });
  assert.deepEqual(await form(), { account: ["ann", undefined] });
});

test("the form shows the applications that a run leaves out", async () => {
  const { run, form } = notebook("SELECT :collectorApps", "collectorApps: { type: array(varchar), default: [] }");
  assert.deepEqual(await run(), { collectorApps: apps });
  assert.deepEqual(await form(), { collectorApps: [apps[0], apps[0]] });
});

for (const sql of ["SELECT :from, :to", "SELECT :from", "SELECT :to"])
  test(`words for one end of the days are for the other in the form, too, as ${sql} runs`, async () => {
    const { set, run, form } = notebook(sql, range);
    await set("from", "last 7 days");
    assert.deepEqual(await run(), { from: "last 7 days", to: "last 7 days" });
    assert.deepEqual(await form(), { from: ["last 7 days", "2026-11-01"], to: ["last 7 days", "last 7 days"] });
    await set("to", "2026-11-21");
    assert.deepEqual((await form())["to"], ["2026-11-21", "last 7 days"]);
    await set("from", "2026-11-02");
    assert.deepEqual(await form(), { from: ["2026-11-02", "2026-11-01"], to: ["2026-11-21", "2026-11-20"] });
  });
