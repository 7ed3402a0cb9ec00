import { EventEmitter, type Memento, type Uri } from "vscode";
import type { ParameterDeclaration, ParameterValue } from "../../protocol/query-parameters.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";
import { parseParameter } from "../queries/parameter-text.ts";

const memoryKey = "notebook.parameters";

/** So many notebooks are remembered. */
const most = 200;

/**
 * The values of a notebook's parameters, set once and inherited by its cells. They are remembered in the workspace and
 * not written into the file. A value that no longer fits its parameter is ignored.
 */
export class NotebookValues {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** The text that was set for a parameter. */
  text(notebook: Uri, name: string): string | undefined {
    const text = this.#texts(notebook)[name];
    return isText(text) ? text : undefined;
  }

  /** The values that were set of some parameters, and fit them. */
  of(notebook: Uri, parameters: readonly ParameterDeclaration[]): Readonly<Record<string, ParameterValue>> {
    const values = parameters.flatMap((parameter) => {
      const text = this.text(notebook, parameter.name);
      const parsed = text === undefined ? undefined : parseParameter(text, parameter);
      return parsed !== undefined && "value" in parsed ? [[parameter.name, parsed.value] as const] : [];
    });
    return Object.fromEntries(values);
  }

  /** Sets a parameter, or forgets what was set. */
  async set(notebook: Uri, name: string, text: string | undefined): Promise<void> {
    const { [name]: _before, ...others } = this.#texts(notebook);
    const texts = text === undefined ? others : { ...others, [name]: text };
    const { [notebook.toString()]: _texts, ...rest } = rememberedFields(this.#memory, memoryKey);
    const kept = Object.entries(rest).slice(1 - most);
    await this.#memory.update(memoryKey, Object.fromEntries([...kept, [notebook.toString(), texts]]));
    this.#changed.fire(notebook);
  }

  #texts(notebook: Uri): Readonly<Record<string, unknown>> {
    const texts = rememberedFields(this.#memory, memoryKey)[notebook.toString()];
    return typeof texts === "object" && texts !== null ? { ...texts } : {};
  }
}
