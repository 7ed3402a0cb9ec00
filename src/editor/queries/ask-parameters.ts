import type { Memento } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query.ts";
import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { parameterNames } from "../../sqlfile/parameters.ts";
import { askText } from "../shown/input-box.ts";
import { formatParameter, parseParameter } from "./parameter-text.ts";
import { pickParameter } from "./pick-parameter.ts";
import type { RunnableStatement } from "./runnable-statements.ts";

type Values = Readonly<Record<string, ParameterValue>>;
/** What was last typed, by the parameter's name and type: an analyst's `from` is the same in every query. */
type LastValues = Readonly<Record<string, string>>;
type Remembered = Pick<ParameterDeclaration, "name" | "type">;

const memoryKey = "parameters.last";

/** A list parameter of this name is the collector's own applications, which a detection leaves out for all to see. */
const collectorApps = "collectorApps";

/** Finds the values of a statement's parameters, asking a person for what is missing. */
export class ParameterPrompts {
  readonly #memory: Memento;
  readonly #collectorApps: () => Promise<readonly string[]>;

  /** @param collectorApps application ids with which this lake's tenants are collected. */
  constructor(workspaceState: Memento, collectorApps: () => Promise<readonly string[]>) {
    this.#memory = workspaceState;
    this.#collectorApps = collectorApps;
  }

  /**
   * The value of each `:name` of a statement: the given one, else the header's default, else what a person types.
   *
   * @throws CancelledError when the person closes a box.
   */
  async complete(asked: RunnableStatement, given: Values): Promise<Values> {
    const statement = await this.#withCollectorApps(asked);
    return this.#resolve(statement, given, (declaration) => declaration.default === undefined);
  }

  /**
   * As `complete`, but lets a person see and change every value that is not given: a single one in its box, several in
   * one list, after a box for each that has neither a last value nor a default.
   *
   * @throws CancelledError when the person closes a box or the list.
   */
  async askAll(wanted: RunnableStatement, given: Values): Promise<Values> {
    const statement = await this.#withCollectorApps(wanted);
    const asked = used(statement).filter(({ name }) => !Object.hasOwn(given, name));
    if (asked.length <= 1) return this.#resolve(statement, given, () => true);
    const values = { ...(await this.#resolve(statement, given, (each) => this.#beginning(each) === undefined)) };
    for (const declaration of asked) {
      const last = this.#last(declaration);
      const parsed = last === undefined ? undefined : parseParameter(last, declaration.type);
      if (parsed !== undefined && "value" in parsed) values[declaration.name] = parsed.value;
    }
    const title = statement.title;
    for (;;) {
      const chosen = await pickParameter(title, asked, values);
      if (chosen === "run") return values;
      if (chosen === "defaults") {
        for (const { name, type, default: preset } of asked) {
          if (preset === undefined) continue;
          values[name] = preset;
          await this.#remember({ name, type }, undefined);
        }
        continue;
      }
      try {
        values[chosen.name] = await this.#ask(chosen, title);
      } catch (error) {
        // Leaving the box of one value goes back to the list.
        if (!(error instanceof CancelledError)) throw error;
      }
    }
  }

  async #withCollectorApps(statement: RunnableStatement): Promise<RunnableStatement> {
    if (!used(statement).some(({ name }) => name === collectorApps)) return statement;
    const own = await this.#collectorApps();
    const declarations = statement.declarations.map((declaration) =>
      declaration.name === collectorApps ? { ...declaration, default: own } : declaration,
    );
    return { ...statement, declarations };
  }

  async #resolve(
    statement: RunnableStatement,
    given: Values,
    mustAsk: (declaration: ParameterDeclaration) => boolean,
  ): Promise<Values> {
    const { title } = statement;
    const declarations = used(statement);
    const asked = declarations.filter((declaration) => !Object.hasOwn(given, declaration.name) && mustAsk(declaration));
    const values: Record<string, ParameterValue> = {};
    for (const { name, default: preset } of declarations) if (preset !== undefined) values[name] = preset;
    Object.assign(values, given);
    for (const [index, declaration] of asked.entries()) {
      const step = asked.length > 1 ? ` (${index + 1}/${asked.length})` : "";
      values[declaration.name] = await this.#ask(declaration, `${title}${step}`);
    }
    return values;
  }

  async #ask(declaration: ParameterDeclaration, title: string): Promise<ParameterValue> {
    const { name, type, default: preset, description } = declaration;
    const presetText = preset === undefined ? undefined : formatParameter(preset);
    const begin = this.#beginning(declaration) ?? "";
    const typed = await askText({
      title,
      prompt: [`:${name}`, type, description, presetText && `default: ${presetText}`].filter(Boolean).join(" · "),
      value: begin,
      selectsValue: true,
      stays: true,
      problemOf: (text) => {
        const parsed = parseParameter(text, type);
        return "problem" in parsed ? parsed.problem : undefined;
      },
    });
    if (typed === undefined) throw new CancelledError();
    const parsed = parseParameter(typed, type);
    // The box does not close on a text that it has found wrong.
    if ("problem" in parsed) throw new CancelledError();
    await this.#remember(declaration, typed);
    return parsed.value;
  }

  /** What a parameter's box begins with: the last value, else the default. */
  #beginning(declaration: ParameterDeclaration): string | undefined {
    const { default: preset } = declaration;
    return this.#last(declaration) ?? (preset === undefined ? undefined : formatParameter(preset));
  }

  #last({ name, type }: Remembered): string | undefined {
    return this.#memory.get<LastValues>(memoryKey, {})[`${name} ${type}`];
  }

  async #remember({ name, type }: Remembered, typed: string | undefined): Promise<void> {
    const { [`${name} ${type}`]: _before, ...others } = this.#memory.get<LastValues>(memoryKey, {});
    await this.#memory.update(memoryKey, typed === undefined ? others : { ...others, [`${name} ${type}`]: typed });
  }
}

/** The parameters that a statement uses, in the order of the header; after them the undeclared ones, which are texts. */
function used({ sql, declarations }: RunnableStatement): readonly ParameterDeclaration[] {
  const names = parameterNames(sql);
  const undeclared = names.filter((name) => !declarations.some((each) => each.name === name));
  return [
    ...declarations.filter(({ name }) => names.includes(name)),
    ...undeclared.map((name): ParameterDeclaration => ({ name, type: "varchar" })),
  ];
}
