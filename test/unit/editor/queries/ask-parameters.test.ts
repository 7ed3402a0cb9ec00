import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { RunnableStatement } from "../../../../src/editor/queries/runnable-statements.ts";
import type { ParameterDeclaration } from "../../../../src/protocol/query-parameters.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { runnableStatements } = await import("../../../../src/editor/queries/runnable-statements.ts");
const { ParameterPrompts } = await import("../../../../src/editor/queries/ask-parameters.ts");

const held = { first: "2026-03-01", newest: "2026-11-21", last: "2026-11-21", today: "2026-11-29" };
const days: readonly ParameterDeclaration[] = [
  { name: "from", type: "date", default: "last 30 days" },
  { name: "to", type: "date", default: "last 30 days" },
];
const least: ParameterDeclaration = { name: "least", type: "bigint", default: 3 };

function statement(sql: string, declarations: readonly ParameterDeclaration[]): RunnableStatement {
  return { sql, title: "Asks", start: { line: 1, column: 1 }, declarations };
}
const ofDays = statement("SELECT 1 FROM signins WHERE dt BETWEEN :from AND :to", days);
const ofMore = statement("SELECT 1 FROM signins WHERE dt BETWEEN :from AND :to AND 1 > :least", [...days, least]);

let remembered: Map<string, unknown>;
beforeEach(() => {
  remembered = new Map();
  editor.answers.length = 0;
  editor.shown.length = 0;
});

function prompts() {
  const memory = {
    get: <T>(key: string, preset?: T): T => (remembered.has(key) ? remembered.get(key) : preset) as T,
    update: async (key: string, value: unknown) => void remembered.set(key, value),
  };
  return new ParameterPrompts(
    memory,
    async () => [],
    async () => held,
  );
}

/** The lines of the list that was shown last, as a person reads them. */
function lines(): readonly string[] {
  const list = editor.shown.findLast(({ by }) => by === "showQuickPick") ?? assert.fail("no list was shown");
  const [items] = list.what as [readonly { readonly label: string; readonly description?: string }[]];
  return items.map(({ label, description = "" }) => `${label} ${description}`.trim());
}

test("a query that asks for days only is run with one Enter, and shows which days", async () => {
  editor.answers.push("Last 30 days held");
  assert.deepEqual(await prompts().askAll(ofDays, {}), { from: "last 30 days", to: "last 30 days" });
  assert.deepEqual(lines(), [
    "$(check) Last 30 days held 2026-10-23 – 2026-11-21",
    "Other days",
    "$(calendar) Last 24 hours 2026-11-28 – 2026-11-29",
    "$(calendar) Last 7 days held 2026-11-15 – 2026-11-21",
    "$(calendar) Last 90 days held 2026-08-24 – 2026-11-21",
    "$(calendar) All days held 2026-03-01 – 2026-11-21",
    "$(edit) From one day to another…",
  ]);
});

test("words are remembered as words, and come first the next time", async () => {
  editor.answers.push("Last 7 days");
  await prompts().askAll(ofDays, {});
  assert.deepEqual(remembered.get("parameters.days"), { from: "last 7 days", to: "last 7 days" });
  editor.answers.push("Last");
  assert.deepEqual(await prompts().askAll(ofDays, {}), { from: "last 7 days", to: "last 7 days" });
});

test("two days are typed, and remembered as days", async () => {
  editor.answers.push("From one day", "2026-11-01", "2026-11-03");
  assert.deepEqual(await prompts().askAll(ofDays, {}), { from: "2026-11-01", to: "2026-11-03" });
  editor.answers.push("2026-11-01 – 2026-11-03");
  assert.deepEqual(await prompts().askAll(ofDays, {}), { from: "2026-11-01", to: "2026-11-03" });
});

for (const [from, to] of [
  ["2026-02-30", "2026-03-01"],
  ["2026-11-01 ", "2026-11-03"],
  ["", "2026-11-03"],
  ["2026-11-01", "2026-10-31"],
  ["2026-11-01", "2026-1-1"],
] as const)
  test(`from ${JSON.stringify(from)} to ${JSON.stringify(to)} runs nothing and is not remembered`, async () => {
    editor.answers.push("From one day", from, to);
    await assert.rejects(prompts().askAll(ofDays, {}), { name: "CancelledError" });
    assert.equal(remembered.get("parameters.days"), undefined);
  });

test("what an older version remembered and is no day is not offered", async () => {
  remembered.set("parameters.days", { from: "2026-02-30", to: "2026-03-01" });
  remembered.set("parameters.last", { "from date": "2026-02-30", "to date": "", "least bigint": "many" });
  editor.answers.push("Run with");
  assert.deepEqual(await prompts().askAll(ofMore, {}), { from: "last 30 days", to: "last 30 days", least: 3 });
});

test("among other parameters the days are one line, and the defaults come back", async () => {
  editor.answers.push("Days", "Last 7 days", "Run with");
  assert.deepEqual(await prompts().askAll(ofMore, {}), { least: 3, from: "last 7 days", to: "last 7 days" });
  assert.deepEqual(lines(), [
    "$(play) Run with these values",
    "$(discard) Take the defaults",
    "Parameters",
    "Days Last 7 days held · 2026-11-15 – 2026-11-21 (default: Last 30 days held · 2026-10-23 – 2026-11-21)",
    ":least 3",
  ]);
  editor.answers.push("Take the defaults", "Run with");
  assert.deepEqual(await prompts().askAll(ofMore, {}), { least: 3, from: "last 30 days", to: "last 30 days" });
  assert.equal(remembered.get("parameters.days"), undefined);
});

test("leaving the days goes back to the list", async () => {
  editor.answers.push("Days");
  await assert.rejects(prompts().askAll(ofMore, {}), { name: "CancelledError" });
  assert.equal(editor.shown.filter(({ by }) => by === "showQuickPick").length, 3);
});

test("a program is asked nothing, and the days are counted where the statement runs", async () => {
  assert.deepEqual(await prompts().complete(ofMore, {}), {});
  assert.deepEqual(await prompts().complete(ofMore, { from: "last 7 days" }), { from: "last 7 days" });
  assert.deepEqual(editor.shown, []);
});

test("a header whose default is no day keeps its statements from running, by name and at its place", async () => {
  const text =
    "/*---\nparams:\n  from: { type: date, default: 2026-02-30 }\n  to: { type: date, default: last 7 days }\n---*/\nSELECT 1 FROM signins WHERE dt BETWEEN :from AND :to";
  const refused = {
    code: "bad-argument",
    message: /^The parameter :from needs a day as YYYY-MM-DD.* not "2026-02-30"/,
    place: { line: 3, column: 9, length: 35 },
  };
  for (const wrong of runnableStatements(text, "days")) {
    await assert.rejects(prompts().askAll(wrong, {}), refused);
    await assert.rejects(prompts().complete(wrong, {}), refused);
  }
  assert.deepEqual(editor.shown, []);
});

test("a program's wrong values are refused by name before anything is asked or run", async () => {
  const wrong: readonly [Record<string, never>, RegExp][] = [
    [{ from: "2026-02-30" as never }, /^The parameter :from needs a day/],
    [{ least: "abc" as never }, /^The parameter :least needs a whole number/],
    [{ least: [1] as never }, /^The parameter :least needs a whole number/],
    [{ to: null as never }, /^The parameter :to needs a day .* not NULL/],
    [{ form: "2026-11-01" as never }, /^There is no parameter :form here; there are :from, :to and :least/],
  ];
  for (const [given, message] of wrong)
    await assert.rejects(prompts().complete(ofMore, given), { code: "bad-argument", message });
  assert.deepEqual(editor.shown, []);
});
