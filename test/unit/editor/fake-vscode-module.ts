import { FakeEventEmitter } from "./fake-vscode.ts";

/** The module that imports of `vscode` find in a test that uses the fake editor. */
export const EventEmitter = FakeEventEmitter;

export const ProgressLocation = { Notification: 15 };

export const FileType = { File: 1, Directory: 2 };

export const QuickPickItemKind = { Separator: -1, Default: 0 };

export const workspace = {
  get isTrusted(): boolean {
    return globalThis.fakeEditor.isTrusted;
  },
  registerTextDocumentContentProvider: () => ({ dispose: () => undefined }),
};

function message(kind: "information" | "warning" | "error") {
  return async (text: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
    globalThis.fakeEditor.messages.push({ kind, text });
    const { press } = globalThis.fakeEditor;
    return press !== undefined && rest.includes(press) ? press : undefined;
  };
}

export const window = {
  showInformationMessage: message("information"),
  showWarningMessage: message("warning"),
  showErrorMessage: message("error"),
  withProgress: (_: unknown, work: (progress: unknown, token: unknown) => unknown) =>
    work(
      { report: () => undefined },
      { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) },
    ),
};

export const env = {
  clipboard: { writeText: async (text: string) => void globalThis.fakeEditor.clipboard.push(text) },
  openExternal: async (target: unknown) => {
    globalThis.fakeEditor.opened.push(String(target));
    return true;
  },
};

export const commands = { executeCommand: async () => undefined };

export const languages = { setTextDocumentLanguage: async () => undefined };

export const Uri = {
  file: (path: string) => uri("file", path),
  parse: (text: string) => {
    const { protocol, pathname } = new URL(text);
    return uri(protocol.slice(0, -1), decodeURIComponent(pathname));
  },
};

function uri(scheme: string, path: string) {
  return { scheme, path, fsPath: path, toString: () => `${scheme}://${path}` };
}
