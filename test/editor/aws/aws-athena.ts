import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationTarget, commands, Uri, window, workspace } from "vscode";
import { answerDialogs } from "../harness/answer-dialogs.ts";
import type { EditorWindow } from "../harness/editor-window.ts";

const limit = "athenaAskOverGigabytes";
const byUser =
  "/*---\ntitle: Sign-ins by user on Athena\n---*/\nSELECT userPrincipalName, count(*) AS n FROM signins GROUP BY 1;\n";
const slow =
  "/*---\ntitle: Slow on Athena\n---*/\nSELECT userPrincipalName, count(*) AS slow_down FROM signins GROUP BY 1;\n";
const foreign = "/*---\ntitle: Flows on Athena\n---*/\nSELECT * FROM network.flows;\n";

/** What a person sees of Athena in the editor, on a connection to a stack that is open already. */
export function athenaInTheEditor(
  editor: EditorWindow,
  itThere: (title: string, work: () => Promise<void>) => void,
): void {
  itThere("a lens says price, bytes and days; the answer says what was scanned, and so does the history", async () => {
    const uri = await show("by-user-on-athena.sql", byUser);
    await editor.waitFor(".codelens-decoration a:has-text('Run · Athena (~0.005 ¢,')");
    await editor.waitFor(".codelens-decoration a:has-text('· 1 day')");
    await editor.waitFor(".codelens-decoration a:has-text('Use this machine')");
    await editor.click(".codelens-decoration a:has-text('Run · Athena')");
    await editor.waitFor("#root [role=grid] >> text=adele.vance@contoso.com");
    await editor.waitFor("#root :text('scanned 84 MB, about 0.042 ¢')");
    await editor.screenshot("athena-result");
    await commands.executeCommand("tenantTrail.history.focus");
    await editor.waitFor("[aria-label^='Sign-ins by user on Athena']:has-text('about 0.042 ¢')");
    await editor.screenshot("athena-history");
    await inDark(async () => {
      await editor.waitFor("#root :text('scanned 84 MB')");
      await editor.screenshot("athena-result-dark");
    });
    await commands.executeCommand("tenantTrail.chooseEngine", { uri, engine: "duckdb" });
    await editor.waitFor(".codelens-decoration a:has-text('Run · this machine · 1 day')");
    await editor.waitFor(".codelens-decoration a:has-text('Use Athena (~0.005 ¢)')");
    await editor.screenshot("athena-lens-switched");
  });

  itThere("a run says what it may cost, and is cancelled", async () => {
    await show("slow-on-athena.sql", slow);
    await editor.click(".codelens-decoration a:has-text('Run · Athena (')");
    await editor.waitFor("#root .running-cost:has-text('about 0.005 ¢')");
    await editor.screenshot("athena-running");
    await inDark(async () => {
      await editor.waitFor("#root .running-cost");
      await editor.screenshot("athena-running-dark");
    });
    await editor.click("#root >> text=Cancel");
    await editor.waitUntilGone("#root .running-cost");
    await editor.screenshot("athena-cancelled");
  });

  itThere("over the limit, and where nobody knows, a person is asked first", async () => {
    const dialogs = answerDialogs();
    const settings = workspace.getConfiguration("tenantTrail");
    try {
      const uri = await show("flows-on-athena.sql", foreign);
      await editor.waitFor(".codelens-decoration a:has-text('Run · Athena (price not known)')");
      await editor.screenshot("athena-lens-unknown");
      await commands.executeCommand("tenantTrail.runStatement", { uri, statement: 0 });
      await settings.update(limit, 0, ConfigurationTarget.Global);
      const cheap = await show("by-user-within-limit.sql", byUser);
      await commands.executeCommand("tenantTrail.runStatement", { uri: cheap, statement: 0 });
      assert.deepEqual(
        dialogs.asked.map(({ message, buttons }) => [message, buttons]),
        Array.from({ length: 2 }, () => ["Run this query on Athena?", ["Run it"]]),
      );
      assert.match(dialogs.asked[0]?.detail ?? "", /does not know network\.flows/);
      assert.match(dialogs.asked[1]?.detail ?? "", /That is over the limit of 0 bytes/);
      dialogs.press = "Run it";
      await commands.executeCommand("tenantTrail.runStatement", { uri: cheap, statement: 0 });
      await editor.waitFor("#root [role=grid] >> text=adele.vance@contoso.com");
    } finally {
      dialogs.dispose();
      await settings.update(limit, undefined, ConfigurationTarget.Global);
      await commands.executeCommand("workbench.action.closeAllEditors");
    }
  });

  async function show(name: string, text: string): Promise<Uri> {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const folder = workspace.workspaceFolders?.[0];
    assert.ok(folder);
    await workspace.fs.createDirectory(Uri.joinPath(folder.uri, "sql"));
    const path = join(folder.uri.fsPath, "sql", name);
    await writeFile(path, text);
    await window.showTextDocument(Uri.file(path));
    return Uri.file(path);
  }
}

async function inDark(look: () => Promise<void>): Promise<void> {
  const config = workspace.getConfiguration("workbench");
  const before = config.get<string>("colorTheme");
  await config.update("colorTheme", "Default Dark Modern", ConfigurationTarget.Global);
  try {
    await look();
  } finally {
    await config.update("colorTheme", before, ConfigurationTarget.Global);
  }
}
