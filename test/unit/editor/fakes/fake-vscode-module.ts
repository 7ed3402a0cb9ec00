import { FakeFileSystemError, fakeFiles, fakeFileTypes } from "./fake-files.ts";
import { FakeEventEmitter } from "./fake-vscode.ts";

export const FileType = fakeFileTypes;
export const FileSystemError = FakeFileSystemError;

/** The module that imports of `vscode` find in a test that uses the fake editor. */
export const EventEmitter = FakeEventEmitter;

export const ProgressLocation = { Notification: 15 };

export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };

export const StatusBarAlignment = { Left: 1, Right: 2 };

export const NotebookCellKind = { Markup: 1, Code: 2 };

export class NotebookCellData {
  readonly kind: number;
  readonly value: string;
  readonly languageId: string;
  metadata: unknown;
  outputs: unknown;

  constructor(kind: number, value: string, languageId: string) {
    this.kind = kind;
    this.value = value;
    this.languageId = languageId;
  }
}

export class NotebookData {
  readonly cells: readonly NotebookCellData[];
  metadata: unknown;

  constructor(cells: readonly NotebookCellData[]) {
    this.cells = cells;
  }
}

export class NotebookCellOutput {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

export const NotebookCellOutputItem = {
  json: (value: unknown, mime: string) => ({ mime, value }),
  text: (value: string) => shown("text", { mime: "text/plain", value }),
};

export const NotebookCellStatusBarAlignment = { Left: 1, Right: 2 };

export const notebooks = {
  createNotebookController: (id: string, type: string, label: string) =>
    shown("createNotebookController", { id, type, label }),
};

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export const DiagnosticSeverity = { Error: 0, Warning: 1 };

/** Tells the test what the editor was given to show. */
function shown<What>(by: string, what: What): What {
  globalThis.fakeEditor.shown.push({ by, what });
  return what;
}

class ShownThing {
  constructor(...given: readonly unknown[]) {
    Object.assign(this, { given });
    shown(new.target.name, this);
  }
}

export class Range {
  readonly start: { readonly line: number; readonly character: number };

  constructor(line: number, character: number) {
    this.start = { line, character };
  }
}

export const Disposable = {
  from: (...all: readonly { dispose(): void }[]) => ({
    dispose: () => {
      for (const each of all) each.dispose();
    },
  }),
};

export class TreeItem extends ShownThing {}

export class CodeLens extends ShownThing {}

export class Diagnostic extends ShownThing {}

export class NotebookCellStatusBarItem extends ShownThing {}

export class MarkdownString extends ShownThing {}

export class McpStdioServerDefinition extends ShownThing {}

export class ThemeIcon extends ShownThing {}

export class ThemeColor extends ShownThing {}

export class ShellExecution extends ShownThing {}

export class Task extends ShownThing {}

export const ShellQuoting = { Escape: 1, Strong: 2, Weak: 3 };

export const TaskScope = { Global: 1, Workspace: 2 };

export const TaskRevealKind = { Always: 1 };

const taskEnds = new FakeEventEmitter<unknown>();

/** Every task ends well at once. */
export const tasks = {
  onDidEndTaskProcess: taskEnds.event,
  executeTask: async (task: unknown) => {
    const execution = { task };
    setImmediate(() => taskEnds.fire({ execution, exitCode: 0 }));
    return execution;
  },
};

/** Heard by features that were made before; a test fires it as the editor does. */
export const opens = new FakeEventEmitter<unknown>();

export const workspace = {
  get isTrusted(): boolean {
    return globalThis.fakeEditor.isTrusted;
  },
  textDocuments: [],
  onDidOpenTextDocument: opens.event,
  onDidChangeTextDocument: () => ({ dispose: () => undefined }),
  onDidCloseTextDocument: () => ({ dispose: () => undefined }),
  onDidChangeNotebookDocument: () => ({ dispose: () => undefined }),
  getConfiguration: () => ({ get: (id: string, preset: unknown) => globalThis.fakeEditor.settings.get(id) ?? preset }),
  fs: fakeFiles,
  onDidGrantWorkspaceTrust: () => ({ dispose: () => undefined }),
  onDidChangeConfiguration: () => ({ dispose: () => undefined }),
  registerTextDocumentContentProvider: () => ({ dispose: () => undefined }),
};

function message(kind: "information" | "warning" | "error") {
  return async (text: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
    globalThis.fakeEditor.messages.push({ kind, text });
    shown(`show${kind[0]?.toUpperCase()}${kind.slice(1)}Message`, [text, ...rest]);
    const { press } = globalThis.fakeEditor;
    return press !== undefined && rest.includes(press) ? press : undefined;
  };
}

export const window = {
  showInformationMessage: message("information"),
  showWarningMessage: message("warning"),
  showErrorMessage: message("error"),
  withProgress: (options: unknown, work: (progress: unknown, token: unknown) => unknown) => {
    shown("withProgress", options);
    return work(
      { report: (step: unknown) => shown("withProgress", step) },
      { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) },
    );
  },
  showInputBox: async (options: { readonly validateInput?: (text: string) => unknown }) => {
    shown("showInputBox", [options, options.validateInput?.("")]);
    const typed = globalThis.fakeEditor.answers.shift();
    // The box stays open on a text that is found wrong, until the person leaves it.
    return typed === undefined || options.validateInput?.(typed) !== undefined ? undefined : typed;
  },
  showQuickPick: async (items: readonly { readonly label: string }[], options: unknown) => {
    shown("showQuickPick", [items, options]);
    const label = globalThis.fakeEditor.answers.shift();
    return label === undefined
      ? undefined
      : items.find((item) => item.label.replace(/^\$\([^)]*\) /, "").startsWith(label));
  },
  showOpenDialog: async (options: unknown) => void shown("showOpenDialog", options),
  showSaveDialog: async (options: unknown) => void shown("showSaveDialog", options),
  createStatusBarItem: (id: string) =>
    shown("createStatusBarItem", { id, show: () => undefined, hide: () => undefined }),
  createTreeView: (id: string) => shown("createTreeView", { id }),
  createWebviewPanel: (type: string, title: string) =>
    shown("createWebviewPanel", { type, title, webview: { cspSource: "source", asWebviewUri: String } }),
  createOutputChannel: (name: string) => {
    const write = (line: unknown) => void shown("createOutputChannel", line);
    return shown("createOutputChannel", { name, info: write, warn: write, error: write });
  },
};

export const l10n = {
  get bundle() {
    return globalThis.fakeEditor.words;
  },
};

export const env = {
  language: "en",
  clipboard: { writeText: async (text: string) => void globalThis.fakeEditor.clipboard.push(text) },
  openExternal: async (target: unknown) => {
    globalThis.fakeEditor.opened.push(String(target));
    return true;
  },
};

export class LanguageModelTextPart {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class LanguageModelToolResult {
  readonly content: readonly unknown[];

  constructor(content: readonly unknown[]) {
    this.content = content;
  }
}

export const lm = {
  registerMcpServerDefinitionProvider: (id: string, provider: unknown) => {
    globalThis.fakeEditor.tools.set(id, provider);
    return { dispose: () => globalThis.fakeEditor.tools.delete(id) };
  },
  registerTool: (name: string, tool: unknown) => {
    globalThis.fakeEditor.tools.set(name, tool);
    return { dispose: () => globalThis.fakeEditor.tools.delete(name) };
  },
};

export const commands = { executeCommand: async () => undefined };

export const languages = {
  setTextDocumentLanguage: async () => undefined,
  onDidChangeDiagnostics: () => ({ dispose: () => undefined }),
  getDiagnostics: () => [],
  createDiagnosticCollection: () => {
    const held = new Set<string>();
    return {
      has: (uri: unknown) => held.has(String(uri)),
      set: (uri: unknown, problems: unknown) => {
        held.add(String(uri));
        shown("createDiagnosticCollection", [uri, problems]);
      },
      dispose: () => held.clear(),
    };
  },
};

export const Uri = {
  joinPath: (base: { readonly path: string }, ...parts: readonly string[]) =>
    uri("file", [base.path, ...parts].join("/")),
  file: (path: string) => uri("file", path),
  parse: (text: string) => {
    const { protocol, pathname } = new URL(text);
    return uri(protocol.slice(0, -1), decodeURIComponent(pathname));
  },
};

function uri(scheme: string, path: string) {
  return { scheme, path, fsPath: path, toString: () => `${scheme}://${path}` };
}
export const ViewColumn = { Active: -1, Beside: -2 };
