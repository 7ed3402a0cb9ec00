import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { ConfigurationTarget, commands, languages, type TextDocument, Uri, window, workspace } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";

const text = `/*---
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
    const shown = await window.showTextDocument(await written("sql/failures.sql", text));
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
