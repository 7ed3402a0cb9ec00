import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import {
  CompletionItemKind,
  type CompletionList,
  commands,
  extensions,
  languages,
  type NotebookDocument,
  type Position,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { TenantTrailApi } from "../../../src/editor/api/api-types.ts";
import { askBridge, EditorWindow } from "../../editor/harness/editor-window.ts";
import { bridgeVariable } from "../../editor/harness/window-protocol.ts";
import { filesOfBench, lakeVariable, startVariable, typedStatement, typedWord } from "./bench-place.ts";

const notebookType = "tenantTrail.sql";
const rounds = 5;
const shownCell = ".notebookOverlay .monaco-list-row .view-line";

/** What a figure tells: milliseconds, and what of them was this extension host's own work. */
interface Figure {
  readonly ms: number;
  /** How long its thread worked, whatever else the machine did. */
  readonly workedMs: number;
  /** How long it took no other work at the most. */
  readonly heldUpMs: number;
}

/** Runs inside the extension host: measures, tells each figure outside, and says that it is the end. */
export async function run(): Promise<void> {
  const address = required(bridgeVariable);
  const tell = (words: string, { ms, workedMs, heldUpMs }: Figure): Promise<unknown> => {
    const title = `${words}; the extension host worked ${workedMs.toFixed(0)} ms, held up at most ${heldUpMs.toFixed(0)} ms`;
    return askBridge(address, { action: "report", report: { title, passed: true, durationMs: ms } });
  };
  try {
    await tellFirstCell(tell);
    await tellNotebooks(tell);
    await tellKeystrokes(tell);
    await tellActivation(tell);
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await askBridge(address, { action: "report", report: { title: "bench", passed: false, durationMs: 0, failure } });
  }
  await askBridge(address, { action: "end" });
}

type Tell = (words: string, figure: Figure) => Promise<unknown>;

/** From the start of the editor's processes to the rows of a first cell, and the same again while all is warm. */
async function tellFirstCell(tell: Tell): Promise<void> {
  const editor = new EditorWindow();
  const begunAfterMs = Date.now() - Number(required(startVariable));
  const first = await measured(async () => {
    const extension = extensions.getExtension<TenantTrailApi>("tenanttrail.tenanttrail");
    if (extension === undefined) throw new Error("VS Code does not know the extension");
    const api = await extension.activate();
    await api.useConnection({ kind: "folder", path: required(lakeVariable) });
    await runNotebook(await opened(filesOfBench.oneCell), editor);
  });
  await tell("from starting the editor to the first cell's rows", { ...first, ms: first.ms + begunAfterMs });
  await tell("  of these: from the editor's window to the first cell's rows", first);
  const again = await measured(async () => runNotebook(await opened(filesOfBench.oneCell), editor));
  await tell("from opening a notebook to its cell's rows, warm", again);
}

async function runNotebook(notebook: NotebookDocument, editor: EditorWindow): Promise<void> {
  await commands.executeCommand("notebook.execute", notebook.uri);
  await editor.waitFor(".output-root [role=grid]");
}

/** Notebooks of one cell and of 500, from the command that opens them until a cell is drawn. */
async function tellNotebooks(tell: Tell): Promise<void> {
  const editor = new EditorWindow();
  for (const [words, name] of [
    ["1 cell", filesOfBench.oneCell],
    ["500 cells", filesOfBench.manyCells],
  ] as const) {
    const drawn: Figure[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await commands.executeCommand("workbench.action.closeAllEditors");
      await editor.waitUntilGone(shownCell);
      const uri = inWorkspace(name);
      drawn.push(
        await measured(async () => {
          await commands.executeCommand("vscode.openWith", uri, notebookType);
          await editor.waitFor(shownCell);
        }),
      );
    }
    await tell(`a notebook of ${words} opened until a cell is drawn, median of ${rounds}`, median(drawn));
  }
}

/** Keystrokes in the middle of a long file: until completions are there, and until the problems are. */
async function tellKeystrokes(tell: Tell): Promise<void> {
  await commands.executeCommand("workbench.action.closeAllEditors");
  const document = await workspace.openTextDocument(inWorkspace(filesOfBench.longFile));
  await window.showTextDocument(document);
  const at = document.positionAt(document.getText().indexOf(typedStatement) + typedStatement.indexOf(typedWord));
  const cursor = at.translate(0, 4);
  while (!(await isAnswered(document, cursor))) await delay(50);
  const [completed, found]: [Figure[], Figure[]] = [[], []];
  for (const letter of "abcdefghijklmnopqrst") {
    const word = `user${letter}qz`;
    const problems = problemsNaming(document, word);
    found.push(
      await measured(async () => {
        const end = document.getWordRangeAtPosition(at)?.end ?? at;
        await replace(document, new Range(at, end), word);
        completed.push(await measured(() => isAnswered(document, cursor)));
        await problems;
      }),
    );
  }
  const where = `in ${document.lineCount} lines, median of ${found.length}`;
  await tell(`completions at a keystroke ${where}`, median(completed));
  await tell(`problems after a keystroke ${where}`, median(found));
}

async function replace(document: TextDocument, range: Range, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, text);
  await workspace.applyEdit(edit);
}

/** Whether something is offered at a place beside the words that VS Code finds in files. */
async function isAnswered({ uri }: TextDocument, at: Position): Promise<boolean> {
  const list = await commands.executeCommand<CompletionList>("vscode.executeCompletionItemProvider", uri, at);
  return list.items.some(({ kind }) => kind !== CompletionItemKind.Text);
}

/** Waits until a problem of a document names a word. */
function problemsNaming(document: TextDocument, word: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listening = languages.onDidChangeDiagnostics(() => {
    if (languages.getDiagnostics(document.uri).some(({ message }) => message.includes(word))) resolve();
  });
  return promise.finally(() => listening.dispose());
}

/** What VS Code itself notes of the extension's start: its thread does nothing else meanwhile. */
async function tellActivation(tell: Tell): Promise<void> {
  await commands.executeCommand("perfview.show");
  const line = /\|\s*tenanttrail\.tenanttrail\s*\|[^|\n]*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/i;
  for (;;) {
    const noted = workspace.textDocuments
      .map((document) => line.exec(document.getText()))
      .find((each) => each !== null);
    const [, load = 0, call = 0, finish = 0] = noted?.map(Number) ?? [];
    const whole = (ms: number): Figure => ({ ms, workedMs: ms, heldUpMs: ms });
    if (noted !== undefined) {
      await tell("the extension's code loaded, as VS Code notes it", whole(load));
      await tell("the extension activated, as VS Code notes it", whole(call + finish));
      return;
    }
    await delay(100);
  }
}

async function opened(name: string): Promise<NotebookDocument> {
  await commands.executeCommand("workbench.action.closeAllEditors");
  const uri = inWorkspace(name);
  await commands.executeCommand("vscode.openWith", uri, notebookType);
  while (window.activeNotebookEditor?.notebook.uri.toString() !== uri.toString()) await delay(5);
  return window.activeNotebookEditor.notebook;
}

function inWorkspace(name: string): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error("The bench opens a folder");
  return Uri.joinPath(folder.uri, ...name.split("/"));
}

async function measured(work: () => Promise<unknown>): Promise<Figure> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const [from, before] = [performance.now(), process.threadCpuUsage()];
  try {
    await work();
    const { user, system } = process.threadCpuUsage(before);
    return { ms: performance.now() - from, workedMs: (user + system) / 1000, heldUpMs: loop.max / 1e6 };
  } finally {
    loop.disable();
  }
}

/** The middle time and the middle of the work, with the longest that the host was held up in any. */
function median(figures: readonly Figure[]): Figure {
  const sorted = figures.toSorted((a, b) => a.ms - b.ms);
  return {
    ms: sorted[Math.floor(sorted.length / 2)]?.ms ?? 0,
    workedMs: figures.map(({ workedMs }) => workedMs).toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0,
    heldUpMs: Math.max(...figures.map(({ heldUpMs }) => heldUpMs)),
  };
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set`);
  return value;
}
