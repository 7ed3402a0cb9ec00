import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import type { Range, Uri } from "vscode";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const root = new URL("../../../../src/editor/", import.meta.url);
const shownFolder = new URL("shown/", root);
const { chooseFiles, chooseTarget } = await import("../../../../src/editor/shown/dialogs.ts");
const { askText } = await import("../../../../src/editor/shown/input-box.ts");
const { openLog } = await import("../../../../src/editor/shown/log.ts");
const { askInDialog, tell } = await import("../../../../src/editor/shown/messages.ts");
const { cellStatusItem, offerKernel, plainOutputItem } = await import("../../../../src/editor/shown/notebook-cells.ts");
const { openPanel, renamePanel } = await import("../../../../src/editor/shown/panel.ts");
const { withNotification, withViewProgress } = await import("../../../../src/editor/shown/progress.ts");
const { pickOne } = await import("../../../../src/editor/shown/quick-pick.ts");
const { lens, problem } = await import("../../../../src/editor/shown/statement-marks.ts");
const { StatusItem } = await import("../../../../src/editor/shown/status-item.ts");
const { mcpServerDefinition } = await import("../../../../src/editor/shown/mcp-server-definition.ts");
const { toolConfirmation } = await import("../../../../src/editor/shown/tool-confirmation.ts");
const { succeedsInTerminal } = await import("../../../../src/editor/shown/terminal.ts");
const { treeLine } = await import("../../../../src/editor/shown/tree-line.ts");
const { showTree } = await import("../../../../src/editor/shown/tree-view.ts");
const { plainLines, plainText } = await import("../../../../src/editor/words/plain-text.ts");

/** One call of everything that shows words, with the same words wherever there may be some. */
const sinks: readonly ((words: string) => unknown)[] = [
  (words) => tell("information", words, [words]),
  (words) => tell("warning", words),
  (words) => tell("error", words),
  (words) => askInDialog("warning", words, words, [words]),
  (words) => withNotification(words, async (report) => report(words, 0)),
  (_words) => withViewProgress("tenantTrail.logDays", async () => undefined),
  (words) => askText({ title: words, prompt: words, placeHolder: words, value: "", problemOf: () => words }),
  (words) => askText({ title: words, prompt: words, value: "", noteOf: () => words }),
  (words) =>
    pickOne([{ label: words, icon: "play", description: words, detail: words, value: 1 }, { label: words }], {
      title: words,
      placeHolder: words,
    }),
  (words) => chooseFiles({ title: words, openLabel: words }),
  (words) => chooseTarget({ title: words, saveLabel: words }),
  (words) =>
    new StatusItem("id", words, "tenantTrail.showLog", 1).draw({
      icon: "sync~spin",
      text: words,
      tooltip: words,
      spoken: words,
      isWarning: true,
    }),
  (words) =>
    treeLine({
      id: "id",
      label: words,
      opens: "nothing",
      description: words,
      tooltip: words,
      spoken: words,
      icon: "play",
      color: "charts.red",
      command: { id: "tenantTrail.showLog", title: words },
    }),
  (words) => showTree("tenantTrail.logDays", { treeDataProvider: {} as never }).say(words),
  (words) => renamePanel(openPanel({ path: "/x" } as Uri, "type", words, 1), words),
  (words) => lens({} as Range, { icon: "play", text: words, tooltip: words, command: "" }),
  (words) => problem({} as Range, words, words, "warning"),
  (words) => cellStatusItem(words),
  (words) => plainOutputItem(words),
  (words) => offerKernel("id", "type", { label: words, description: words, detail: words }),
  (words) => succeedsInTerminal(["aws", words]),
  (words) => mcpServerDefinition({ label: words, command: "node", args: [], env: {}, version: "1" }),
  (words) => toolConfirmation({ title: words, sentences: [words], sql: words }),
  (words) => {
    const log = openLog("TenantTrail");
    log.info(words);
    log.warn(words);
    log.error(words);
    log.error(new Error(words));
  },
];

beforeEach(() => editor.shown.splice(0));

/** Every text in what the editor was given; the log and what a command is called with are not words of the window. */
function textsOf(what: unknown, seen = new Set<unknown>()): readonly string[] {
  if (typeof what === "string") return [what];
  if (typeof what !== "object" || what === null || seen.has(what)) return [];
  seen.add(what);
  return Object.values(what).flatMap((value) => textsOf(value, seen));
}

/** As VS Code reads a notification, a prompt and a view's message (`src/vs/base/common/linkedText.ts`). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** As VS Code reads labels (`src/vs/base/common/iconLabels.ts`); ours stand at the beginning. */
const icon = /(?<!^)\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00AD\u200B\u2060\uFEFF\u{E0000}-\u{E007F}]/u;

async function show(words: string): Promise<readonly { readonly by: string; readonly text: string }[]> {
  editor.shown.splice(0);
  for (const sink of sinks) await sink(words);
  return editor.shown.flatMap(({ by, what }) => textsOf(what).map((text) => ({ by, text })));
}

async function assertPlain(words: string): Promise<void> {
  for (const { by, text } of await show(words)) {
    // A log is no label; its lines are checked one by one below.
    const lines = by === "createOutputChannel" ? text.split("\n") : text.split("\n", 61);
    for (const line of lines) assert.doesNotMatch(line, unseen, `${by}: ${JSON.stringify(line)}`);
    if (by === "createOutputChannel") continue;
    assert.doesNotMatch(text, link, `${by}: ${text}`);
    assert.doesNotMatch(text, icon, `${by}: ${text}`);
    assert.ok(text.length < 60_000, `${by}: ${text.length} characters`);
  }
}

const pieces = [
  "[x](command:workbench.action.terminal.new)",
  '[x](https://attacker.example "t")',
  "]",
  "(",
  "command:x)",
  "[",
  "$(shield)",
  "$",
  "\\$(x~spin)",
  ...[
    "\u202E",
    "\u061C",
    "\u00AD",
    "\u200B",
    "\u2060",
    "\uFEFF",
    "\u{E0041}",
    "\0",
    "\u001b[31m",
    "\u009b",
    "\uD800",
    "\u2028",
  ],
  "\n",
  "\r",
  "words ",
  "é",
  "\u0301".repeat(50),
  "x".repeat(3000),
];

test("no words from outside are a link, an icon, unseen or without end, wherever they are shown", async () => {
  for (const piece of pieces) await assertPlain(piece);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), async (parts) =>
      assertPlain(parts.join("")),
    ),
  );
});

test("the tests above reach every part of the editor's API that src/editor/shown uses", async () => {
  await show("words");
  const reached = new Set(editor.shown.map(({ by }) => by));
  const source = readdirSync(shownFolder).map((name) => readFileSync(new URL(name, shownFolder), "utf8"));
  const used = new Set(
    source.flatMap((text) =>
      [...text.matchAll(/\b(?:window|notebooks|NotebookCellOutputItem)\.(\w+)|\bnew ([A-Z]\w+)\(/g)].map(
        (found) => found[1] ?? found[2] ?? "",
      ),
    ),
  );
  assert.deepEqual([...reached].sort(), [...used].sort());
});

test("a message of many blanks is shown without looking at each of them again from every other", async () => {
  const blanks = " ".repeat(1_000_000);
  await tell("error", `one${blanks}two\n ${blanks}three`);
  const [message] = editor.messages.slice(-1);
  assert.ok(message?.text.startsWith("one  ") && message.text.length < 600);
  await tell("error", "one \r\n\n  two\n");
  assert.equal(editor.messages.at(-1)?.text, "one two");
});

test("words read naturally and keep what they say", () => {
  assert.equal(plainText("[Details](command:x)"), "[Details] (command:x)");
  assert.equal(plainText("Cost $(shield) a\u202Eb"), "Cost $ (shield) a<U+202E>b");
  assert.equal(plainText("C:\\logs\\Sign-ins (1) [new].json"), "C:\\logs\\Sign-ins (1) [new].json");
  assert.equal(plainText("a".repeat(600)), `${"a".repeat(500)}…`);
  assert.equal(plainLines("one\n[a](command:x)\n\ntwo"), "one\n[a] (command:x)\n\ntwo");
  assert.match(plainLines("line\n".repeat(1000)), /^(?:line\n){60}…$/);
});

test("an error's message forges no line of the log", async () => {
  const error = new Error("first\n    at forged (file.ts:1:1)\n[error] second");
  openLog("TenantTrail").error(error);
  const [, entry] = editor.shown.map(({ what }) => what);
  const [words, ...calls] = String(entry).split("\n");
  assert.equal(words, "Error: first␊    at forged (file.ts:1:1)␊[error] second");
  assert.ok(calls.length > 0 && calls.every((line) => /^ +at /.test(line) && !line.includes("forged (")));
});

/** What the rest of src/editor may use of the editor's API: none of it shows a text that it is given. */
const silent = {
  values: [
    "commands",
    "ConfigurationTarget",
    "Disposable",
    "env",
    "EventEmitter",
    "FileSystemError",
    "FileType",
    // Gives the words of another language.
    "l10n",
    "languages",
    // What a tool answers is read by a model: its words are bounded, and a log's stand in them as JSON.
    ...["LanguageModelTextPart", "LanguageModelToolResult", "lm"],
    // The cells of a notebook are the text of a file that a person opened, or the SQL of an answer, shown as it is.
    ...["NotebookCellData", "NotebookCellKind", "NotebookControllerAffinity", "NotebookData", "NotebookRange"],
    // What stands in an output besides plain text is drawn by our own renderer.
    ...["NotebookCellOutput", "NotebookCellOutputItem", "notebooks"],
    ...["Range", "RelativePattern", "Selection"],
    ...["NotebookEdit", "TabInputNotebook", "TabInputText", "TabInputWebview", "WorkspaceEdit"],
    "Uri",
    // Of the editor itself.
    "version",
    "ViewColumn",
    "window",
    "workspace",
  ],
  window: [
    ...["activeNotebookEditor", "activeTextEditor", "onDidChangeActiveTextEditor", "showNotebookDocument"],
    ...["registerWebviewPanelSerializer", "showTextDocument", "tabGroups", "visibleTextEditors"],
    ...["onDidChangeVisibleNotebookEditors", "visibleNotebookEditors"],
  ],
  notebooks: ["createRendererMessaging", "registerNotebookCellStatusBarItemProvider"],
  NotebookCellOutputItem: ["json"],
  languages: [
    ...["createDiagnosticCollection", "getDiagnostics", "onDidChangeDiagnostics"],
    ...["registerCodeLensProvider", "setTextDocumentLanguage"],
  ],
  env: ["appName", "clipboard", "language", "openExternal", "remoteName"],
  workspace: [
    ...["createFileSystemWatcher", "fs", "getConfiguration", "getWorkspaceFolder", "isTrusted", "openTextDocument"],
    ...["onDidChangeNotebookDocument", "onDidCloseNotebookDocument", "onDidCloseTextDocument"],
    ...[
      "onDidChangeConfiguration",
      "onDidChangeTextDocument",
      "onDidChangeWorkspaceFolders",
      "onDidGrantWorkspaceTrust",
      "onDidOpenNotebookDocument",
      "onDidOpenTextDocument",
    ],
    ...["applyEdit", "notebookDocuments", "registerNotebookSerializer"],
    ...["textDocuments", "updateWorkspaceFolders", "workspaceFolders"],
  ],
};

/** Parts of the editor's API of which each member counts. */
const scopes = ["window", "workspace", "languages", "env", "notebooks", "NotebookCellOutputItem"] as const;

/** A document of ours whose language has no markup, our own files and words, and the state of what runs, which is no part of the editor. */
const known = [
  "outcomes/outcome-documents.ts: workspace.registerTextDocumentContentProvider",
  "outcomes/outcome-documents.ts: provideTextDocumentContent",
  "saved-queries/register-saved-queries.ts: MarkdownString",
  "saved-queries/register-saved-queries.ts: workspace.registerFileSystemProvider",
  "start/new-query.ts: workspace.openNotebookDocument",
  "tasks/running-tasks.ts: .detail =",
];

test("only src/editor/shown gives the editor words to show", () => {
  const found: string[] = [];
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  const files = [...names.filter((name) => name.endsWith(".ts") && !name.startsWith("shown/")), "../extension.ts"];
  for (const name of files) {
    const source = readFileSync(new URL(name, root), "utf8");
    const report = (what: string): void => void (known.includes(`${name}: ${what}`) || found.push(`${name}: ${what}`));
    for (const [, type, list] of source.matchAll(/import (type )?\{([^}]*)\} from "vscode"/g)) {
      if (type !== undefined) continue;
      for (const value of list?.split(",").map((each) => each.trim()) ?? []) {
        if (value !== "" && !value.startsWith("type ") && !silent.values.includes(value)) report(value);
      }
    }
    if (/\* as \w+ from "vscode"|import\("vscode"\)|require\("vscode"\)/.test(source)) report("vscode");
    const code = source.replace(/^import [^;]*;$/gm, "");
    for (const scope of scopes) {
      if (!new RegExp(`import \\{[^}]*\\b${scope}\\b[^}]*\\} from "vscode"`).test(source)) continue;
      for (const [, member] of code.matchAll(new RegExp(`(?<![.\\w])${scope}\\s*\\.\\s*(\\w+)`, "g"))) {
        if (!silent[scope].includes(member ?? "")) report(`${scope}.${member}`);
      }
      if (new RegExp(`[=(,]\\s*${scope}\\s*[;,)]`).test(code)) report(`${scope} under another name`);
    }
    for (const [, member] of source.matchAll(
      /\.(title|message|description|tooltip|label|detail|badge|text|html|prompt|placeholder|validationMessage)\s*=(?!=)/g,
    ))
      report(`.${member} =`);
    for (const [, provider] of source.matchAll(/\b(provide[A-Z]\w+|getTreeItem|resolveTreeItem)\(/g)) {
      if (!source.includes("../shown/")) report(provider ?? "");
    }
  }
  assert.deepEqual(found, []);
});
