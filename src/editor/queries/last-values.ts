import { EventEmitter, type Memento } from "vscode";
import type { ParameterDeclaration, ParameterValue } from "../../protocol/query-parameters.ts";
import type { Days } from "../../protocol/relative-days.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";
import { readRememberedDays } from "./days-choices.ts";
import { parseParameter } from "./parameter-text.ts";
import type { RunnableStatement } from "./runnable-statements.ts";
import { usedParameters, withRange } from "./used-parameters.ts";

type Remembered = Pick<ParameterDeclaration, "name" | "type">;

/** What was last typed, by the parameter's name and type: an analyst's `account` is the same in every query. */
const typedKey = "parameters.last";
const daysKey = "parameters.days";

/** What a person last chose for parameters in this workspace. A value that no longer fits is ignored. */
export class LastValues {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** The text that was last typed for a parameter. */
  typed(parameter: Remembered): string | undefined {
    const typed = rememberedFields(this.#memory, typedKey)[keyOf(parameter)];
    return isText(typed) && "value" in parseParameter(typed, parameter) ? typed : undefined;
  }

  /** What a statement's parameters were last given, without those that have the header's default since. */
  of(statement: Pick<RunnableStatement, "sql" | "declarations">): Readonly<Record<string, ParameterValue>> {
    const { single, presetDays } = withRange(usedParameters(statement));
    const typed = single.flatMap((declaration) => {
      const text = this.typed(declaration);
      const parsed = text === undefined ? undefined : parseParameter(text, declaration);
      return parsed !== undefined && "value" in parsed ? [[declaration.name, parsed.value] as const] : [];
    });
    return { ...Object.fromEntries(typed), ...(presetDays && this.days()) };
  }

  /** Keeps a text that fits the parameter, or forgets the one that was kept. */
  async rememberTyped(parameter: Remembered, typed: string | undefined): Promise<void> {
    const { [keyOf(parameter)]: _before, ...others } = rememberedFields(this.#memory, typedKey);
    await this.#memory.update(typedKey, typed === undefined ? others : { ...others, [keyOf(parameter)]: typed });
    this.#changed.fire();
  }

  /** The range of days that was last chosen; one in words means other days tomorrow. */
  days(): Days | undefined {
    return readRememberedDays(this.#memory.get<unknown>(daysKey));
  }

  async rememberDays(days: Days | undefined): Promise<void> {
    await this.#memory.update(daysKey, days);
    this.#changed.fire();
  }
}

function keyOf({ name, type }: Remembered): string {
  return `${name} ${type}`;
}
