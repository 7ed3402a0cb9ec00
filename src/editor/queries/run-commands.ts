import { type TextEditor, type Uri, window } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { HistoryEntry } from "../history/query-history.ts";
import { type EngineChoice, type EngineKind, engineWords } from "./engine-choice.ts";
import type { PanelRun, PanelRuns } from "./panel-runs.ts";
import { runnableSelection, runnableStatement, runnableStatements, statementIndexAt } from "./runnable-statements.ts";
import { readSql } from "./sql-files.ts";

/** The statement that a lens or a keybinding means: a file and which of its statements, counted from 0. */
export interface StatementArgument {
  readonly uri: Uri;
  readonly statement: number;
}

/** The engine that a lens means for a file. */
export interface EngineArgument {
  readonly uri: Uri;
  readonly engine: EngineKind;
}

/**
 * Chooses the engine of a file's statements: the given one, else the other one for the active editor's file.
 * @throws TenantTrailError `bad-argument` where the open lake has one engine only.
 */
export async function chooseEngine(engines: EngineChoice, given?: EngineArgument): Promise<void> {
  const uri = given?.uri ?? activeEditor().document.uri;
  const engine = given?.engine ?? engines.other(uri);
  if (engine !== undefined && engines.offered.includes(engine)) return engines.choose(uri, engine);
  throw new TenantTrailError(
    "bad-argument",
    t(
      "The open lake's queries run on {0} only. Open a TenantTrail stack on AWS to choose.",
      engineWords(engines.of(uri)),
    ),
  );
}

/** Runs every statement of a file in order, each in its panel; stops at the first that does not succeed. */
export async function runFile(runs: PanelRuns, uri: Uri = activeEditor().document.uri): Promise<void> {
  for (const run of await statementsOfFile(uri)) {
    if ((await runs.run(run)) !== "ready") return;
  }
}

/** The statements of a file, each to be run in its panel. @throws TenantTrailError when there is none. */
export async function statementsOfFile(uri: Uri): Promise<readonly PanelRun[]> {
  const { text, name } = await readSql(uri);
  const statements = runnableStatements(text, name);
  if (statements.length === 0) throw nothingToRun();
  return statements.map((statement, index) => ({ key: keyOf(uri, index), statement, uri }));
}

/** Runs the given statement, or the one at the cursor. */
export async function runStatement(runs: PanelRuns, given?: StatementArgument): Promise<void> {
  const { uri, statement: index } = given ?? statementAtCursor(activeEditor());
  const { text, name } = await readSql(uri);
  const statement = runnableStatement(text, name, index);
  if (!statement) throw nothingToRun();
  await runs.run({ key: keyOf(uri, index), statement, uri });
}

/** Runs exactly what is selected, or the statement at the cursor when nothing is. */
export async function runSelection(runs: PanelRuns): Promise<void> {
  const editor = activeEditor();
  const { document, selection } = editor;
  if (selection.isEmpty) return runStatement(runs, statementAtCursor(editor));
  const { text, name } = await readSql(document.uri);
  const statement = runnableSelection(text, document.offsetAt(selection.start), document.offsetAt(selection.end), name);
  await runs.run({ key: `${document.uri}#selection`, statement, uri: document.uri });
}

/** Runs again what a line of the history ran, as it was then. */
export async function runHistoryEntry(runs: PanelRuns, entry: HistoryEntry): Promise<void> {
  const statement = {
    sql: entry.sql,
    title: entry.title,
    start: { line: 1, column: 1 },
    declarations: entry.declarations ?? [],
  };
  await runs.run({
    key: `history:${entry.sql}`,
    statement,
    ...(entry.params && { params: entry.params }),
    ...(entry.engine && { engine: entry.engine }),
  });
}

function keyOf(uri: Uri, statement: number): string {
  return `${uri}#${statement}`;
}

function statementAtCursor({ document, selection }: TextEditor): StatementArgument {
  const statement = statementIndexAt(document.getText(), document.offsetAt(selection.active));
  if (statement === undefined) throw nothingToRun();
  return { uri: document.uri, statement };
}

/** @throws TenantTrailError when no text editor is active. */
function activeEditor(): TextEditor {
  const editor = window.activeTextEditor;
  if (editor) return editor;
  throw new TenantTrailError(
    "bad-argument",
    t("There is no query to run. Open a .sql file, or run one from the saved queries."),
  );
}

function nothingToRun(): TenantTrailError {
  return new TenantTrailError("bad-argument", t("There is no statement here. Write one, or put the cursor into one."));
}
