import { registerHooks } from "node:module";

interface FakeDisposable {
  dispose(): void;
}

/** What a test sees of the fake editor, and how it answers dialogs. */
export interface FakeEditor {
  isTrusted: boolean;
  /** Every message shown, oldest first. */
  readonly messages: { readonly kind: "information" | "warning" | "error"; readonly text: string }[];
  /** The button that is pressed on messages that have it. */
  press: string | undefined;
  /** What a person does at the next lists and boxes: the beginning of a label without its icon, or a text to type. */
  readonly answers: string[];
  /** By their whole names. */
  readonly settings: Map<string, unknown>;
  /** The bundle of the language that the editor speaks; none in English. */
  words: Readonly<Record<string, string>> | undefined;
  readonly clipboard: string[];
  readonly opened: string[];
  /** What assistants may call, by name. */
  readonly tools: Map<string, unknown>;
  /** Everything that was given to the editor to be shown, under the name of the API that shows it. */
  readonly shown: { readonly by: string; readonly what: unknown }[];
}

declare global {
  var fakeEditor: FakeEditor;
}

/** Makes imports of `vscode` find a fake of the few parts that the tested features use; import features after this. */
export function useFakeEditor(): FakeEditor {
  globalThis.fakeEditor = {
    isTrusted: true,
    messages: [],
    press: undefined,
    answers: [],
    settings: new Map(),
    words: undefined,
    clipboard: [],
    opened: [],
    tools: new Map(),
    shown: [],
  };
  const address = new URL("./fake-vscode-module.ts", import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "vscode"
        ? { url: address, format: "module-typescript", shortCircuit: true }
        : next(specifier, context),
  });
  return globalThis.fakeEditor;
}

/** The editor's event emitter, as far as our features use it. */
export class FakeEventEmitter<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  readonly event = (listener: (event: Event) => void): FakeDisposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
