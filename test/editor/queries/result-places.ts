import assert from "node:assert/strict";
import { it } from "mocha";
import { ConfigurationTarget, commands, extensions, Uri, window, workspace } from "vscode";
import type { EditorWindow } from "../harness/editor-window.ts";

/** Tests of where results and shipped queries open, and of what stands over the hits of a detection. */
export function resultPlaces(editor: EditorWindow): void {
  it("results open below at full width, as tabs with titles from the SQL, or beside by the setting", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const content =
      "/*---\ntitle: Two questions\n---*/\n-- How many\nSELECT count(*) AS n FROM signins;\nSELECT ipAddress, count(*) AS n FROM signins GROUP BY ipAddress;\n";
    const document = await workspace.openTextDocument({ language: "sql", content });
    await window.showTextDocument(document);
    await commands.executeCommand("tenantTrail.runFile");
    await editor.waitFor("#root h1:has-text('signins by ipAddress · Two questions (2)')");
    const [above, below] = window.tabGroups.all;
    assert.equal(above?.tabs.length, 1);
    assert.deepEqual(
      below?.tabs.map(({ label }) => label),
      ["How many · Two questions (1)", "signins by ipAddress · Two questions (2)"],
    );
    const { orientation } = await commands.executeCommand<{ orientation: number }>("vscode.getEditorLayout");
    assert.equal(orientation, 1);
    await editor.screenshot("results-below");
    const settings = workspace.getConfiguration("tenantTrail");
    await commands.executeCommand("workbench.action.closeAllEditors");
    await settings.update("resultsOpen", "beside", ConfigurationTarget.Global);
    await window.showTextDocument(await workspace.openTextDocument({ language: "sql", content }));
    await commands.executeCommand("tenantTrail.runFile");
    await editor.waitFor("#root h1:has-text('signins by ipAddress · Two questions (2)')");
    const beside = await commands.executeCommand<{ orientation: number }>("vscode.getEditorLayout");
    assert.equal(beside.orientation, 0);
    await settings.update("resultsOpen", undefined, ConfigurationTarget.Global);
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("the hits of a detection stand under what they mean, and lead to the next query", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const content =
      '/*---\ntitle: Spray\nseverity: high\nattack: [T1110.003]\ndescription: |\n  A hit means that somebody tries a few passwords on many people. Look at passwordAcceptedFor first: the password of\n  these accounts is known to the attacker, also where a second factor or a policy still stopped them. Reset them, revoke their sessions, and run "Accounts with most failures".\n---*/\nSELECT ipAddress AS address, count(*) AS failures FROM signins GROUP BY ipAddress;\n';
    await window.showTextDocument(await workspace.openTextDocument({ language: "sql", content }));
    await commands.executeCommand("tenantTrail.runFile");
    await editor.waitFor("#root :text('Severity high · T1110.003')");
    await editor.screenshot("detection-guide");
    await editor.click("#root :text-is('More of what a hit means')");
    await editor.waitFor("#root :text-is('Less')");
    await editor.click("#root :text-is('Accounts with most failures')");
    await editor.waitFor(".quick-input-widget");
    await editor.press("Escape");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("a query that comes with the extension is read-only, and is copied to the workspace", async () => {
    const { extensionUri } = extensions.getExtension("tenanttrail.tenanttrail") ?? {};
    assert.ok(extensionUri);
    const file = Uri.joinPath(extensionUri, "sql", "health", "lateness.sql");
    const shipped = file.with({ scheme: "tenanttrail-query" });
    const document = await workspace.openTextDocument(shipped);
    await window.showTextDocument(document);
    await editor.click(".monaco-editor .view-line:has-text('title')");
    await editor.type("x");
    await editor.waitFor(":text('This query comes with TenantTrail and is read-only')");
    await editor.screenshot("shipped-query");
    await assert.rejects(async () => workspace.fs.writeFile(shipped, new Uint8Array()), { code: "NoPermissions" });
    await assert.rejects(async () => workspace.fs.readFile(shipped.with({ path: "/etc/hosts" })));
    await commands.executeCommand("tenantTrail.copyToWorkspace", shipped);
    const copy = window.activeTextEditor?.document;
    assert.equal(copy?.uri.scheme, "file");
    assert.match(copy?.uri.path ?? "", /\/sql\/lateness(-\d+)?\.sql$/);
    assert.equal(copy?.getText(), document.getText());
    assert.ok(copy);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await workspace.fs.delete(copy.uri);
  });
}
