import { type Memento, window } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query.ts";
import type { ParameterDeclaration } from "../../sqlfile/header-types.ts";
import { parameterNames } from "../../sqlfile/parameters.ts";
import { formatParameter, parseParameter } from "./parameter-text.ts";
import type { RunnableStatement } from "./runnable-statements.ts";

type Values = Readonly<Record<string, ParameterValue>>;

const memoryKey = "parameters.last";

/** Finds the values of a statement's parameters, asking a person for what is missing. */
export class ParameterPrompts {
  readonly #memory: Memento;

  constructor(workspaceState: Memento) {
    this.#memory = workspaceState;
  }

  /**
   * The value of each `:name` of a statement: the given one, else the header's default, else what a person types.
   *
   * @throws CancelledError when the person closes a box.
   */
  async complete(statement: RunnableStatement, given: Values): Promise<Values> {
    return this.#resolve(statement, given, (declaration) => declaration.default === undefined);
  }

  /** As `complete`, but asks for every value that is not given; boxes begin with the last value, or the default. */
  async askAll(statement: RunnableStatement, given: Values): Promise<Values> {
    return this.#resolve(statement, given, () => true);
  }

  async #resolve(
    { sql, title, declarations }: RunnableStatement,
    given: Values,
    mustAsk: (declaration: ParameterDeclaration) => boolean,
  ): Promise<Values> {
    const used = parameterNames(sql).map(
      (name): ParameterDeclaration => declarations.find((each) => each.name === name) ?? { name, type: "varchar" },
    );
    const asked = used.filter((declaration) => !Object.hasOwn(given, declaration.name) && mustAsk(declaration));
    const values: Record<string, ParameterValue> = {};
    for (const { name, default: preset } of used) if (preset !== undefined) values[name] = preset;
    Object.assign(values, given);
    for (const [index, declaration] of asked.entries()) {
      const step = asked.length > 1 ? ` (${index + 1}/${asked.length})` : "";
      values[declaration.name] = await this.#ask(declaration, `${title}${step}`);
    }
    return values;
  }

  async #ask(
    { name, type, default: preset, description }: ParameterDeclaration,
    title: string,
  ): Promise<ParameterValue> {
    const last = this.#memory.get<Readonly<Record<string, string>>>(memoryKey, {});
    const key = `${name} ${type}`;
    const presetText = preset === undefined ? undefined : formatParameter(preset);
    const begin = last[key] ?? presetText ?? "";
    const typed = await window.showInputBox({
      title,
      prompt: [`:${name}`, type, description, presetText && `default: ${presetText}`].filter(Boolean).join(" · "),
      value: begin,
      valueSelection: [0, begin.length],
      ignoreFocusOut: true,
      validateInput: (text) => {
        const parsed = parseParameter(text, type);
        return "problem" in parsed ? parsed.problem : undefined;
      },
    });
    if (typed === undefined) throw new CancelledError();
    const parsed = parseParameter(typed, type);
    // The box does not close on a text that it has found wrong.
    if ("problem" in parsed) throw new CancelledError();
    await this.#memory.update(memoryKey, { ...last, [key]: typed });
    return parsed.value;
  }
}
