import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { commands, languages, Selection, Uri, WorkspaceEdit, window, workspace } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { faded } from "./harness/faded.ts";
import { killLakeProcess, openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";
import { resultActions } from "./queries/result-actions.ts";
import { resultPlaces } from "./queries/result-places.ts";

/** Long enough to be interrupted: a cross join that no machine finishes soon. */
const endless =
  "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE (x * y + z) % 7 = 3";

const queryOfDays = `/*---
title: Sign-ins of some days
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT count(*) AS n FROM signins WHERE dt BETWEEN :from AND :to;
`;

describe("queries", () => {
  const editor = new EditorWindow();

  before(async () => {
    await openFreshLake();
    const { api } = await tenantTrail();
    await api.importLogs({ uris: [await sample("signinlogs")] });
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("a program gets columns, rows as JSON and figures", async () => {
    const { api } = await tenantTrail();
    const outcome = await api.runQuery(
      { sql: "SELECT count(*) AS n, min(createdDateTime) AS first FROM signins WHERE userPrincipalName <> :user" },
      { params: { user: "nobody@example.com" } },
    );
    assert.deepEqual(
      outcome.columns.map(({ name }) => name),
      ["n", "first"],
    );
    assert.equal(outcome.rows[0]?.[0], 45);
    assert.match(String(outcome.rows[0]?.[1]), /^2020-05-20T.*Z$/);
    assert.equal(outcome.rowCount, 1);
    assert.equal(outcome.engine, "duckdb");
    assert.ok(outcome.scannedBytes > 0);
  });

  it("a program gets no more rows than it wants, and the count of all", async () => {
    const { api } = await tenantTrail();
    const { rows, rowCount } = await api.runQuery({ sql: "SELECT id FROM signins" }, { maxRows: 7 });
    assert.deepEqual([rows.length, rowCount], [7, 45]);
  });

  it("SQL that writes is refused, and what is wrong is placed", async () => {
    await assert.rejects(async () => commands.executeCommand("tenantTrail.runQuery", { sql: "DROP TABLE signins" }), {
      code: "sql-refused",
    });
    await assert.rejects(
      async () => commands.executeCommand("tenantTrail.runQuery", { sql: "SELECT 1,\n  noSuchColumn FROM signins" }),
      (error: { place?: { line: number; column: number } }) => {
        assert.deepEqual([error.place?.line, error.place?.column], [2, 3]);
        return true;
      },
    );
  });

  it("a lens runs a statement of a saved query into a result view", async () => {
    const uri = await savedQuery(
      "by-user.sql",
      "/*---\ntitle: Sign-ins by user\n---*/\nSELECT userPrincipalName, count(*) AS n FROM signins GROUP BY 1 ORDER BY n DESC, 1;\n",
    );
    await window.showTextDocument(uri);
    await editor.click(".codelens-decoration a:has-text('Run')");
    await editor.waitFor("#root [role=grid]");
    await editor.waitFor("#root :text('userPrincipalName')");
    await editor.screenshot("result-view");
  });

  it("Ctrl+Enter runs the statement at the cursor; a failure is squiggled where it is", async () => {
    const uri = await savedQuery(
      "wrong.sql",
      "/*---\ntitle: Wrong\n---*/\nSELECT 1;\n\n  SELECT noSuchColumn\n  FROM signins;\n",
    );
    await commands.executeCommand("workbench.action.closeAllEditors");
    const shown = await window.showTextDocument(uri);
    const at = shown.document.positionAt(shown.document.getText().indexOf("noSuchColumn"));
    shown.selection = new Selection(at, at);
    await editor.click(".monaco-editor .view-line:has-text('noSuchColumn')");
    await editor.press("Control+Enter");
    await editor.waitFor("#root .failed");
    const [diagnostic] = languages.getDiagnostics(uri);
    assert.deepEqual([diagnostic?.range.start.line, diagnostic?.range.start.character], [5, 9]);
    await editor.screenshot("result-failed");
  });

  it("what is wrong in a header is squiggled while its file is open, also after a statement ran", async () => {
    const uri = await savedQuery(
      "wrong-header.sql",
      "/*---\ntitle: Wrong header\nseverity: urgent\n---*/\nSELECT 1 AS one;\n",
    );
    const { document } = await window.showTextDocument(uri);
    const line = () => document.lineAt(languages.getDiagnostics(uri)[0]?.range.start.line ?? 0).text;
    assert.equal(line(), "severity: urgent");
    await commands.executeCommand("tenantTrail.runStatement", { uri, statement: 0 });
    assert.equal(line(), "severity: urgent");
    const mend = new WorkspaceEdit();
    mend.replace(uri, document.lineAt(2).range, "severity: high");
    await workspace.applyEdit(mend);
    assert.deepEqual(languages.getDiagnostics(uri), []);
    await document.save();
  });

  it("a parameter is asked for with its type, default and description, and the last value is remembered", async () => {
    const uri = await savedQuery(
      "asks.sql",
      "/*---\ntitle: Asks\nparams:\n  least:\n    type: bigint\n    default: 3\n    description: fewest sign-ins\n---*/\nSELECT :least AS answer;\n",
    );
    const ask = async (typed: string | undefined): Promise<string> => {
      const running = commands.executeCommand("tenantTrail.runStatement", { uri, statement: 0 });
      await editor.waitFor(".quick-input-widget :text(':least · bigint · fewest sign-ins · default: 3')");
      const offered = await editor.evaluate(
        ".quick-input-widget input[type=text]",
        (input) => (input as HTMLInputElement).value,
      );
      if (typed !== undefined) await editor.type(typed);
      await editor.press("Enter");
      await running;
      return offered;
    };
    assert.equal(await ask("7"), "3");
    assert.equal(await ask(undefined), "7");
    await editor.waitFor("#root :text('answer')");
  });

  it("parameters of a program: days in words are told back as days, and what is no day is refused by name", async () => {
    const { api } = await tenantTrail();
    const uri = await savedQuery("days.sql", queryOfDays);
    const { params, rows } = await api.runQuery({ uri });
    assert.deepEqual(params, { from: "2020-04-21", to: "2020-05-20" });
    assert.equal((await api.runQuery({ uri }, { params: { from: "all days held" } })).params["from"], "2020-05-20");
    assert.deepEqual(rows, [[45]]);
    const wrong = ["2026-02-30", "2026-1-1", "", "2026-11-01 ", "2026-11-01T00:00:00Z", null];
    for (const from of wrong)
      await assert.rejects(
        async () => commands.executeCommand("tenantTrail.runQuery", { uri }, { params: { from } }),
        (error: { code?: string; message: string }) => {
          assert.match(error.message, /^The parameter :from needs a day as YYYY-MM-DD/);
          return error.code === "bad-argument";
        },
      );
  });

  it("the days of a query's parameters are picked with the keyboard, and a wrong day says why while it is typed", async () => {
    const uri = await savedQuery("days.sql", queryOfDays);
    const run = () => commands.executeCommand("tenantTrail.runStatement", { uri, statement: 0 });
    let running = run();
    await editor.waitFor(".quick-input-widget :text('All days held')");
    await faded();
    await editor.screenshot("days");
    for (const key of ["ArrowUp", "Enter"]) await editor.press(key);
    await editor.waitFor(".quick-input-widget :text('first day to read (1/2)')");
    await editor.type("2020-02-30");
    await editor.waitFor(".quick-input-widget :text('2020-02-30 is not in the calendar')");
    await editor.screenshot("days-wrong");
    await editor.press("Control+a");
    await editor.type("2020-09-20");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget :text('last day to read (2/2)')");
    await editor.type("2020-09-19");
    await editor.waitFor(".quick-input-widget :text('The last day cannot be before the first, 2020-09-20')");
    await editor.press("Control+a");
    await editor.type("2020-09-21");
    await editor.press("Enter");
    await running;
    running = run();
    await editor.waitFor(".quick-input-widget :text('2020-09-20 – 2020-09-21')");
    await editor.press("Enter");
    await running;
  });

  it("a running query is cancelled from its panel", async () => {
    const document = await workspace.openTextDocument({ language: "sql", content: endless });
    await window.showTextDocument(document);
    const running = commands.executeCommand("tenantTrail.runStatement");
    await editor.waitFor("#root :text-is('Cancel')");
    await editor.click("#root :text-is('Cancel')");
    await running;
    await editor.waitUntilGone("#root :text-is('Cancel')");
    await editor.screenshot("result-cancelled");
  });

  resultPlaces(editor);

  resultActions(editor);

  it("another tool's SQL gets no lens until it is run by command; then it has one, and runs by its key", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const document = await workspace.openTextDocument({ language: "sql", content: "SELECT 40 + 2 AS answer" });
    await window.showTextDocument(document);
    const lenses = await commands.executeCommand<unknown[]>("vscode.executeCodeLensProvider", document.uri);
    assert.deepEqual(lenses, []);
    await commands.executeCommand("tenantTrail.runStatement");
    await editor.waitFor("#root :text('answer')");
    const chosen = await commands.executeCommand<unknown[]>("vscode.executeCodeLensProvider", document.uri);
    assert.equal(chosen.length, 1);
    await commands.executeCommand("workbench.action.focusFirstEditorGroup");
    await editor.press("Control+A");
    await editor.type("SELECT 6 * 7 AS product");
    await editor.press("Control+Enter");
    await editor.waitFor("#root :text('product')");
    assert.equal(document.getText(), "SELECT 6 * 7 AS product");
  });

  it("the lake process killed in the middle of a query: one sentence, and running again works", async () => {
    const { api } = await tenantTrail();
    const running = api.runQuery({ sql: endless });
    const failed = assert.rejects(running, {
      code: "lake-process-stopped",
      message: "The lake process stopped while running a query. Run it again.",
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await killLakeProcess();
    await failed;
    const { rows } = await api.runQuery({ sql: "SELECT count(*) FROM signins" });
    assert.deepEqual(rows, [[45]]);
  });
});

async function savedQuery(name: string, text: string): Promise<Uri> {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, "the harness opens a folder");
  const uri = Uri.joinPath(folder.uri, "sql", name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}
