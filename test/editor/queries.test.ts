import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { commands, languages, Selection, Uri, window, workspace } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { killLakeProcess, openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

/** Long enough to be interrupted: a cross join that no machine finishes soon. */
const endless =
  "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE (x * y + z) % 7 = 3";

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

  it("another tool's SQL gets no lens, and runs by command", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const document = await workspace.openTextDocument({ language: "sql", content: "SELECT 40 + 2 AS answer" });
    await window.showTextDocument(document);
    const lenses = await commands.executeCommand<unknown[]>("vscode.executeCodeLensProvider", document.uri);
    assert.deepEqual(lenses, []);
    await commands.executeCommand("tenantTrail.runStatement");
    await editor.waitFor("#root :text('answer')");
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
