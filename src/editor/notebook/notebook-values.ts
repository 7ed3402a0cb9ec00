import { EventEmitter, type Memento, type Uri } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { isRangeEnd, type ParameterDeclaration, type ParameterValue } from "../../protocol/query-parameters.ts";
import { isRelativeDays } from "../../protocol/relative-days.ts";
import { valueExamples } from "../../sqlfile/parameter-values.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";
import { parseParameter } from "../queries/parameter-text.ts";

const memoryKey = "notebook.parameters";

/** Longer texts are cut in messages. */
const longestShown = 60;

/** So many notebooks are remembered. */
const most = 200;

/**
 * The values of a notebook's parameters, set once and inherited by its cells. They are remembered in the workspace and
 * not written into the file.
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

  /**
   * The values that were set of some parameters.
   *
   * @param declarations all that the header declares, for the words that count for both ends of the range of days.
   * @throws TenantTrailError `bad-argument` for a text that does not fit its parameter.
   */
  of(
    notebook: Uri,
    parameters: readonly ParameterDeclaration[],
    declarations: readonly ParameterDeclaration[],
  ): Readonly<Record<string, ParameterValue>> {
    const textOf = (name: string): string | undefined => this.text(notebook, name);
    const values = parameters.flatMap((parameter) => {
      const text = textOf(parameter.name) ?? wordsOfOtherEnd(parameter, declarations, textOf);
      return text === undefined ? [] : [[parameter.name, parsedValue(text, parameter)] as const];
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

/** Words that are set for one end of the range of days are for the other, too, while nothing is set for that. */
export function wordsOfOtherEnd(
  parameter: ParameterDeclaration,
  declarations: readonly ParameterDeclaration[],
  textOf: (name: string) => string | undefined,
): string | undefined {
  if (!isRangeEnd(parameter)) return undefined;
  const other = declarations.find((each) => isRangeEnd(each) && each.name !== parameter.name);
  const text = other && textOf(other.name);
  return text !== undefined && isRelativeDays(text) ? text : undefined;
}

function parsedValue(text: string, parameter: ParameterDeclaration): ParameterValue {
  const parsed = parseParameter(text, parameter);
  if ("value" in parsed) return parsed.value;
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  throw new TenantTrailError(
    "bad-argument",
    t(
      "The parameter :{0} needs {1}, not {2}. Correct it in the form of the notebook's header.",
      parameter.name,
      valueExamples[parameter.type],
      JSON.stringify(shown),
    ),
  );
}
