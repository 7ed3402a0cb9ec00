import assert from "node:assert/strict";
import { test } from "node:test";
import { bracketedWords } from "../../../media/bracketed-words.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { chosenDays, day } from "../fakes/some-log-days.ts";

/** A line as the fake editor keeps it. */
interface FakeItem {
  readonly given: readonly [string, ...unknown[]];
}

const editor = useFakeEditor();
editor.words = bracketedWords();
await import("../../../../src/editor/words/editor-words.ts");
const { treeLine } = await import("../../../../src/editor/shown/tree-line.ts");
const { wordsOf } = await import("../../../../src/editor/log-days/log-day-words.ts");
const { buildLogDays } = await import("../../../../src/editor/log-days/log-days-model.ts");
const { ErrorPresenter } = await import("../../../../src/editor/errors/present-error.ts");
const { openLog } = await import("../../../../src/editor/shown/log.ts");
const { requireTrust } = await import("../../../../src/editor/platform/trust.ts");

test("a line of a tree, its hover and what is spoken come out in the editor's language", () => {
  const lines = buildLogDays(chosenDays).flatMap((table) => {
    const days = table.months.flatMap((month) => [month, ...month.days]);
    return [table, ...days].map((node) => treeLine({ id: "x", opens: "nothing", ...wordsOf(node, "2026-11-23") }));
  });
  const labels = editor.shown.flatMap(({ by, what }) => (by === "TreeItem" ? (what as FakeItem).given[0] : []));
  const [, , newest] = lines;
  assert.deepEqual(labels.slice(0, 3), ["⟦Sign-ins⟧", "⟦November⟧ 2026", "⟦Mon⟧ 23"]);
  assert.match(String(newest?.description), /^⟦settling⟧ {2}⟦6,120 rows⟧ · 900 kB$/);
  for (const { accessibilityInformation } of lines)
    assert.doesNotMatch(accessibilityInformation?.label.replace(/⟦[^⟧]*⟧/gu, "") ?? "", /rows|missing|lost/);
});

test("one row is not spoken of as many, in any language", () => {
  const [table] = buildLogDays([day({ rows: 1 })]);
  assert.match(table === undefined ? "" : (wordsOf(table, "2026-11-23").spoken ?? ""), /⟦1 row⟧/);
});

test("a message, its button and a sentence around a word are translated, and the sentence of an error of ours", async () => {
  editor.isTrusted = false;
  const presenter = new ErrorPresenter(openLog("TenantTrail"));
  await presenter.guard(async () => requireTrust("⟦Collecting⟧"));
  const [message] = editor.messages.slice(-1);
  assert.match(
    message?.text ?? "",
    /^⟦⟦Collecting⟧ is off in restricted mode, .*Trust the workspace to turn it on\.⟧$/,
  );
});
