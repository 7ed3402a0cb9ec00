import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
  type CodeAction,
  CompletionItemKind,
  type CompletionList,
  ConfigurationTarget,
  commands,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  Range,
  Selection,
  type TextDocument,
  type TextEdit,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";

/** A file of the workspace with a text, shown with the cursor at the text's `|`. */
async function show(path: string, marked: string): Promise<{ readonly uri: Uri; readonly at: Position }> {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, "the harness opens a folder");
  const uri = Uri.joinPath(folder.uri, ...path.split("/"));
  await workspace.fs.writeFile(uri, new TextEncoder().encode(marked.replace("|", "")));
  const editor = await window.showTextDocument(uri);
  const at = editor.document.positionAt(marked.indexOf("|"));
  editor.selection = new Selection(at, at);
  return { uri, at };
}

/** What is offered at a place, without the words that VS Code finds in other files. */
async function offered({ uri, at }: { uri: Uri; at: Position }): Promise<readonly string[]> {
  const list = await commands.executeCommand<CompletionList>("vscode.executeCompletionItemProvider", uri, at);
  return list.items
    .filter(({ kind }) => kind !== CompletionItemKind.Text)
    .map(({ label }) => (typeof label === "string" ? label : label.label));
}

/** Asks until there is an answer that fits: the language server starts with the first document of ours. */
async function until<T>(ask: () => T | PromiseLike<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("the language of our queries", () => {
  const editor = new EditorWindow();

  before(() => commands.executeCommand("workbench.action.closeAllEditors"));
  after(() => commands.executeCommand("workbench.action.closeAllEditors"));

  it("columns, nested fields and tables are offered while they are typed", async () => {
    const fields = await show("sql/fields.sql", "/*---\ntitle: Fields\n---*/\nSELECT status.|\nFROM signins;\n");
    const names = await until(
      () => offered(fields),
      (labels) => labels.includes("errorCode"),
    );
    assert.deepEqual(names, ["errorCode", "failureReason", "additionalDetails"]);
    const tables = await show("sql/tables.sql", "/*---\ntitle: Tables\n---*/\nSELECT * FROM |;\n");
    await until(
      () => offered(tables),
      (labels) => ["signins", "events", "SigninLogs"].every((name) => labels.includes(name)),
    );
    await show("sql/columns.sql", "/*---\ntitle: Columns\n---*/\nSELECT use|\nFROM signins;\n");
    await editor.click(".monaco-editor .view-line:has-text('SELECT')");
    await commands.executeCommand("cursorLineEnd");
    await commands.executeCommand("editor.action.triggerSuggest");
    await editor.waitFor(".suggest-widget .monaco-list-row:has-text('userPrincipalName')");
    await editor.screenshot("language-completion");
  });

  it("a hover says what a column, a code and an id are", async () => {
    const { uri } = await show(
      "sql/hovers.sql",
      "/*---\ntitle: Hovers\n---*/\nSELECT userId|\nFROM signins\nWHERE dt = '2026-11-22' AND status.errorCode = 50126\n  AND appId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';\n",
    );
    const said = async (line: number, character: number): Promise<string> => {
      const place = new Position(line, character);
      const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, place);
      return hovers.flatMap(({ contents }) => contents.map((each) => (each as MarkdownString).value)).join("\n");
    };
    await until(
      () => said(3, 9),
      (text) => text.includes("userId varchar"),
    );
    assert.match(await said(5, 50), /50126: wrong user name or password/);
    assert.match(await said(6, 20), /Microsoft Azure CLI/);
    await commands.executeCommand("workbench.action.focusActiveEditorGroup");
    await commands.executeCommand("editor.action.showHover");
    await editor.waitFor(".monaco-hover :text('Object id of the user')");
    await editor.screenshot("language-hover");
  });

  it("an unknown column is squiggled while it is typed, and mended by a quick fix; a run says it once", async () => {
    const { uri } = await show(
      "sql/findings.sql",
      "/*---\ntitle: Findings\n---*/\nSELECT usrId|, ResultType\nFROM signins\nWHERE dt = '2026-11-22';\n\nSELECT count(*) FROM audits;\n",
    );
    const found = await until(
      () => languages.getDiagnostics(uri),
      (all) => all.length === 3,
    );
    assert.deepEqual(
      found.map(({ code }) => code),
      ["unknown-column", "unknown-column", "no-day-filter"],
    );
    await commands.executeCommand("tenantTrail.runStatement", { uri, statement: 0 });
    await until(
      () => languages.getDiagnostics(uri),
      (all) => all.length === 3,
    );
    await editor.screenshot("language-findings");
    for (const left of [2, 1, 0]) {
      const [first] = languages.getDiagnostics(uri);
      assert.ok(first);
      const actions = await commands.executeCommand<CodeAction[]>(
        "vscode.executeCodeActionProvider",
        uri,
        first.range,
        "quickfix",
      );
      const [edit] = actions.flatMap((action) => action.edit ?? []);
      assert.ok(edit, first.message);
      await workspace.applyEdit(edit);
      await until(
        () => languages.getDiagnostics(uri),
        (all) => all.length === left,
      );
    }
    const document = await workspace.openTextDocument(uri);
    assert.match(document.getText(), /SELECT userId, status\.errorCode\n/);
    assert.match(document.getText(), /FROM audits WHERE dt BETWEEN :from AND :to;/);
    await document.save();
  });

  it("a statement is formatted, and a notebook's cells are answered once", async () => {
    const { uri } = await show(
      "sql/cells.sql",
      "/*---\ntitle: Cells\n---*/\nselect status.|errorCode from signins;\nselect 2;\n",
    );
    const edits = await until(
      () => commands.executeCommand<TextEdit[] | undefined>("vscode.executeFormatDocumentProvider", uri, {}),
      (given) => (given?.length ?? 0) > 0,
    );
    const formatted = new WorkspaceEdit();
    formatted.set(uri, edits ?? []);
    await workspace.applyEdit(formatted);
    const document = await workspace.openTextDocument(uri);
    assert.match(document.getText(), /---\*\/\nselect status\.errorCode\nfrom signins;\nselect 2;\n$/);
    await document.save();
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("vscode.openWith", uri, "tenantTrail.sql");
    const notebook = await until(
      () => workspace.notebookDocuments.find((each) => each.uri.path === uri.path),
      (open) => open !== undefined,
    );
    const cell = notebook?.getCells().find(({ document }) => document.getText().startsWith("select status"))?.document;
    assert.ok(cell);
    const names = await until(
      () => offered({ uri: cell.uri, at: new Position(0, 14) }),
      (labels) => labels.includes("errorCode"),
    );
    assert.deepEqual(names, ["errorCode", "failureReason", "additionalDetails"]);
  });

  it("a notebook's cells know the parameters of its header, and follow it", async () => {
    const sql = "SELECT 1 FROM signins WHERE dt = '2026-11-22' AND createdDateTime >= :since - INTERVAL '1' DAY";
    const { uri } = await show("sql/since.sql", `|/*---\nparams: { since: { type: timestamp } }\n---*/\n${sql};\n`);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("vscode.openWith", uri, "tenantTrail.sql");
    const notebook = await until(
      () => workspace.notebookDocuments.find((each) => each.uri.path === uri.path),
      (open) => open !== undefined,
    );
    const [header, cell] = notebook?.getCells().map(({ document }) => document) ?? [];
    assert.ok(header && cell);
    const at = cell.positionAt(cell.getText().indexOf("since"));
    const told = async (type: string): Promise<void> => {
      const fits = (hovers: readonly Hover[]): boolean =>
        hovers.some(({ contents }) =>
          (contents as MarkdownString[]).some(({ value }) => value.includes(`:since ${type}`)),
        );
      await until(() => commands.executeCommand<Hover[]>("vscode.executeHoverProvider", cell.uri, at), fits);
    };
    await told("timestamp");
    assert.deepEqual(languages.getDiagnostics(cell.uri), []);
    const edit = new WorkspaceEdit();
    const start = header.getText().indexOf("timestamp");
    edit.replace(header.uri, new Range(header.positionAt(start), header.positionAt(start + 9)), "varchar");
    await workspace.applyEdit(edit);
    await told("varchar");
    await until(
      () => languages.getDiagnostics(cell.uri),
      (found) => found.length > 0,
    );
    await workspace.save(uri);
  });

  it("nothing is offered in another tool's SQL, until it gets a header of ours", async () => {
    const theirs = await show("theirs.sql", "SELECT status.| FROM signins;\n");
    assert.ok(!(await offered(theirs)).includes("errorCode"));
    const header = "/*---\ntitle: Ours now\n---*/\n";
    const edit = new WorkspaceEdit();
    edit.insert(theirs.uri, new Position(0, 0), header);
    await workspace.applyEdit(edit);
    const at = theirs.at.translate(3);
    await until(
      () => offered({ uri: theirs.uri, at }),
      (labels) => labels.includes("errorCode"),
    );
    await workspace.openTextDocument(theirs.uri).then((document) => document.save());
  });
});

const failures = `/*---
title: Failures of an account
description: What it tried, newest first.
params:
  account: { type: varchar, description: "User principal name." }
---*/

-- %% Failures
SELECT createdDateTime, ipAddress AS address, status.errorCode AS code, count(*) OVER (PARTITION BY appId) AS n
FROM signins
WHERE dt >= '2026-11-01' AND lower(userPrincipalName) = lower(:account)
  AND status.errorCode <> 0 AND createdDateTime > TIMESTAMP '2026-11-01 00:00:00' -- UTC
ORDER BY createdDateTime DESC NULLS LAST
LIMIT 100;
`;

async function written(path: string, content: string): Promise<Uri> {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, "the harness opens a folder");
  const uri = Uri.joinPath(folder.uri, ...path.split("/"));
  await workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

/** Waits until a document has a language. */
async function becomes(document: TextDocument, languageId: string): Promise<void> {
  while (document.languageId !== languageId) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("the language of our files", () => {
  const editor = new EditorWindow();

  before(() => commands.executeCommand("workbench.action.closeAllEditors"));
  after(() => commands.executeCommand("workbench.action.closeAllEditors"));

  it("a file of ours is Trino SQL, in its own colours, and runs by its lens", async () => {
    const shown = await window.showTextDocument(await written("sql/failures.sql", failures));
    await becomes(shown.document, "trino-sql");
    await editor.waitFor(".statusbar [aria-label^='Trino SQL']");
    await editor.waitFor(".codelens-decoration a:has-text('Run')");
    const config = workspace.getConfiguration("workbench");
    for (const [name, theme] of [
      ["light", "Default Light Modern"],
      ["dark", "Default Dark Modern"],
      ["high-contrast", "Default High Contrast"],
    ]) {
      await config.update("colorTheme", theme, ConfigurationTarget.Global);
      await editor.waitFor(`.monaco-workbench.${name === "light" ? "vs" : name === "dark" ? "vs-dark" : "hc-black"}`);
      await editor.screenshot(`trino-sql-${name}`);
    }
    await config.update("colorTheme", undefined, ConfigurationTarget.Global);
  });

  it("another tool's SQL stays what it is, and becomes ours with a header", async () => {
    const uri = await written("elsewhere/theirs.sql", "SELECT 1;\n");
    const shown = await window.showTextDocument(uri);
    assert.equal(shown.document.languageId, "sql");
    await shown.edit((edit) => edit.insert(shown.document.positionAt(0), "/*---\ntitle: Ours now\n---*/\n"));
    await becomes(shown.document, "trino-sql");
    await commands.executeCommand("workbench.action.files.revert");
  });

  it("a file for which a person chose SQL keeps it until it is closed, and one for which Trino SQL was chosen is ours", async () => {
    const uri = await written("sql/chosen.sql", "SELECT 1;\n");
    const { document } = await window.showTextDocument(uri);
    await becomes(document, "trino-sql");
    await languages.setTextDocumentLanguage(document, "sql");
    await editor.waitFor(".statusbar [aria-label='SQL'], .statusbar [aria-label^='MS SQL']");
    const theirs = await window.showTextDocument(await written("elsewhere/chosen.sql", "SELECT 1;\n"));
    assert.equal(document.languageId, "sql");
    await languages.setTextDocumentLanguage(theirs.document, "trino-sql");
    await editor.waitFor(".codelens-decoration a:has-text('Run')");
  });
});
