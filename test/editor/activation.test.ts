import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { extensions, ViewColumn, window } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";

describe("a real VS Code", () => {
  it("activates the extension and shows its window", async () => {
    const extension = extensions.getExtension("tenanttrail.tenanttrail");
    assert.ok(extension, "VS Code does not know the extension");
    await extension.activate();
    assert.equal(extension.isActive, true);
    const editor = new EditorWindow();
    await editor.waitFor(".monaco-workbench .activitybar");
    await editor.screenshot("activation");
  });

  it("lets a test see into a webview and act in it", async () => {
    const panel = window.createWebviewPanel("probe", "Probe", ViewColumn.One, { enableScripts: true });
    panel.webview.html = `<button id="probe" onclick="this.textContent = 'pressed'">press</button>`;
    const editor = new EditorWindow();
    await editor.click("#probe");
    assert.deepEqual(await editor.texts("#probe"), ["pressed"]);
    assert.equal(await editor.evaluate("#probe", (element, suffix: string) => element.id + suffix, "!"), "probe!");
    panel.dispose();
    await editor.waitUntilGone("#probe");
  });
});
