import type { Memento } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import { isRangeEnd, type ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { type Days, type HeldDays, isRelativeDays } from "../../protocol/relative-days.ts";
import { givenProblem } from "../../sqlfile/given-values.ts";
import { askText } from "../shown/input-box.ts";
import { askDays } from "./ask-days.ts";
import { daysInWords } from "./days-choices.ts";
import { LastValues } from "./last-values.ts";
import { formatParameter, listNote, parseParameter } from "./parameter-text.ts";
import { type ParameterLine, pickParameter } from "./pick-parameter.ts";
import type { RunnableStatement } from "./runnable-statements.ts";
import { type AskedParameters, collectorApps, usedParameters, withOwnApps, withRange } from "./used-parameters.ts";

type Values = Readonly<Record<string, ParameterValue>>;

/** Finds the values of a statement's parameters, asking a person for what is missing. */
export class ParameterPrompts {
  /** What a person last chose, which the next run begins with. */
  readonly last: LastValues;
  /** The application ids with which the open lake's tenants are collected. */
  readonly ownApps: () => Promise<readonly string[]>;
  readonly #heldDays: (statement: RunnableStatement) => Promise<HeldDays>;

  /**
   * @param collectorApps application ids with which this lake's tenants are collected.
   * @param heldDays the days that the open lake holds of the tables that a statement reads.
   */
  constructor(
    workspaceState: Pick<Memento, "get" | "update">,
    collectorApps: () => Promise<readonly string[]>,
    heldDays: (statement: RunnableStatement) => Promise<HeldDays>,
  ) {
    this.last = new LastValues(workspaceState);
    this.ownApps = collectorApps;
    this.#heldDays = heldDays;
  }

  /**
   * The values that a program runs a statement with: the given ones, and what a person types for parameters without a
   * default. Days keep their default where the statement runs, because it depends on what is given for the other end.
   *
   * @throws TenantTrailError `bad-argument` for a value that fits no parameter; CancelledError when the person closes a box.
   */
  async complete(asked: RunnableStatement, given: Values): Promise<Values> {
    const statement = await this.#prepare(asked, given);
    const values = { ...given };
    const words = [given["from"], given["to"]].some((value) => typeof value === "string" && isRelativeDays(value));
    const missing = usedParameters(statement).filter((each) => !Object.hasOwn(given, each.name));
    for (const { name, default: preset } of missing) if (name === collectorApps && preset) values[name] = preset;
    const needed = missing.filter((each) => each.default === undefined && !(words && isRangeEnd(each)));
    const { single, presetDays } = withRange(needed);
    if (presetDays)
      Object.assign(values, await this.#askDays(statement.title, presetDays, await this.#heldDays(statement)));
    return { ...values, ...(await this.#askEach(statement.title, single)) };
  }

  /**
   * The values that a person runs a statement with, who sees and may change every one that is not given: a single one
   * in its box, several in one list, after a box for each that has neither a last value nor a default. The range of
   * days counts as one.
   *
   * @throws TenantTrailError `bad-argument` for a value that fits no parameter; CancelledError when the person closes
   * a box or the list.
   */
  async askAll(wanted: RunnableStatement, given: Values): Promise<Values> {
    const statement = await this.#prepare(wanted, given);
    const asked = withRange(usedParameters(statement).filter(({ name }) => !Object.hasOwn(given, name)));
    const { single, presetDays } = asked;
    const { title } = statement;
    if (presetDays === undefined && single.length <= 1) return { ...given, ...(await this.#askEach(title, single)) };
    const held = presetDays && (await this.#heldDays(statement));
    const present = this.last.days() ?? presetDays;
    if (held && present && single.length === 0) return { ...given, ...(await this.#askDays(title, present, held)) };
    const begun = single.flatMap((each) => {
      const value = this.#present(each);
      return value === undefined ? [] : [[each.name, value] as const];
    });
    const values: Record<string, ParameterValue> = { ...given, ...Object.fromEntries(begun), ...present };
    const without = single.filter((each) => this.#present(each) === undefined);
    Object.assign(values, await this.#askEach(title, without));
    return this.#change(title, asked, values, held);
  }

  /** Lets a person change values in the list until it is run. */
  async #change(title: string, asked: AskedParameters, begun: Values, held: HeldDays | undefined): Promise<Values> {
    const values = { ...begun };
    for (;;) {
      const chosen = await pickParameter(title, linesOf(asked, values, held));
      if (chosen === "run") return values;
      try {
        if (chosen === "defaults") Object.assign(values, await this.#takeDefaults(asked));
        else if (chosen !== "days") values[chosen.name] = await this.#ask(chosen, title);
        else if (held) Object.assign(values, await this.#askDays(title, daysOf(values), held));
      } catch (error) {
        // Leaving the box of one value goes back to the list.
        if (!(error instanceof CancelledError)) throw error;
      }
    }
  }

  async #takeDefaults({ single, presetDays }: AskedParameters): Promise<Values> {
    const presets = single.filter((each) => each.default !== undefined);
    for (const each of presets) await this.last.rememberTyped(each, undefined);
    if (presetDays) await this.last.rememberDays(undefined);
    return { ...Object.fromEntries(presets.map(({ name, default: preset = null }) => [name, preset])), ...presetDays };
  }

  async #prepare(statement: RunnableStatement, given: Values): Promise<RunnableStatement> {
    if (statement.mistake) throw statement.mistake;
    const problem = givenProblem(statement.sql, statement.declarations, Object.entries(given));
    if (problem !== undefined) throw new TenantTrailError("bad-argument", problem);
    if (!usedParameters(statement).some(({ name }) => name === collectorApps)) return statement;
    return { ...statement, declarations: withOwnApps(statement.declarations, await this.ownApps()) };
  }

  async #askDays(title: string, present: Days, held: HeldDays): Promise<Days> {
    const days = await askDays(title, present, held);
    await this.last.rememberDays(days);
    return days;
  }

  async #askEach(title: string, asked: readonly ParameterDeclaration[]): Promise<Values> {
    const values = new Map<string, ParameterValue>();
    for (const [index, declaration] of asked.entries()) {
      const step = asked.length > 1 ? ` (${index + 1}/${asked.length})` : "";
      values.set(declaration.name, await this.#ask(declaration, `${title}${step}`));
    }
    return Object.fromEntries(values);
  }

  async #ask(declaration: ParameterDeclaration, title: string): Promise<ParameterValue> {
    const { name, type, default: preset, description } = declaration;
    const presetText = preset === undefined ? undefined : formatParameter(preset);
    const typed = await askText({
      title,
      prompt: [`:${name}`, type, description, presetText && t("default: {0}", presetText)].filter(Boolean).join(" · "),
      value: this.last.typed(declaration) ?? presetText ?? "",
      selectsValue: true,
      stays: true,
      problemOf: (text) => {
        const parsed = parseParameter(text, declaration);
        return "problem" in parsed ? parsed.problem : undefined;
      },
      noteOf: (text) => listNote(text, declaration),
    });
    if (typed === undefined) throw new CancelledError();
    const parsed = parseParameter(typed, declaration);
    // The box does not close on a text that it has found wrong.
    if ("problem" in parsed) throw new CancelledError();
    await this.last.rememberTyped(declaration, typed);
    return parsed.value;
  }

  /** The last value, else the default. */
  #present(declaration: ParameterDeclaration): ParameterValue | undefined {
    const typed = this.last.typed(declaration);
    const parsed = typed === undefined ? undefined : parseParameter(typed, declaration);
    return parsed !== undefined && "value" in parsed ? parsed.value : declaration.default;
  }
}

function linesOf(
  { single, presetDays }: AskedParameters,
  values: Values,
  held: HeldDays | undefined,
): readonly ParameterLine<ParameterDeclaration | "days">[] {
  const days = (ends: Days, lake: HeldDays): string => daysInWords(ends, lake).filter(Boolean).join(" · ");
  const lines = single.map((declaration) => {
    const { name, default: preset, description } = declaration;
    return {
      target: declaration,
      label: `:${name}`,
      value: textOf(values[name]),
      ...(preset !== undefined && { preset: textOf(preset) }),
      ...(description !== undefined && { detail: description }),
    };
  });
  if (!presetDays || !held) return lines;
  const detail = t("Days of UTC, the first and the last are read (:from and :to)");
  const value = days(daysOf(values), held);
  return [{ target: "days", label: t("Days"), value, preset: days(presetDays, held), detail }, ...lines];
}

function daysOf(values: Values): Days {
  return { from: String(values["from"]), to: String(values["to"]) };
}

function textOf(value: ParameterValue | undefined): string {
  return (value === undefined ? "" : formatParameter(value)) || "empty";
}
