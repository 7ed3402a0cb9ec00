import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import { dayProblem } from "../../protocol/log-day.ts";
import { type Days, type HeldDays, resolveRange } from "../../protocol/relative-days.ts";
import { askText } from "../shown/input-box.ts";
import { type Choice, pickOne } from "../shown/quick-pick.ts";
import { daysChoices, daysInWords } from "./days-choices.ts";

/**
 * Lets a person choose the days to read: the present range first, where Enter takes it, then ranges in words with the
 * days that they mean, then two days to type.
 *
 * @throws CancelledError when the list or a box is closed.
 */
export async function askDays(title: string, present: Days, held: HeldDays): Promise<Days> {
  const [label, days] = daysInWords(present, held);
  const others = daysChoices(held).filter(({ ends }) => ends.from !== present.from || ends.to !== present.to);
  const choices: readonly Choice<Days | "typed">[] = [
    { icon: "check", label, description: days, value: present },
    { label: t("Other days") },
    ...others.map(({ ends, ...words }) => ({ icon: "calendar", ...words, value: ends })),
    { icon: "edit", label: t("From one day to another…"), value: "typed" },
  ];
  const chosen = await pickOne(choices, {
    title: t("{0}: days to read", title),
    placeHolder: t("Enter takes the chosen days; they are of UTC, and both ends are read"),
    stays: true,
    findsAll: true,
  });
  if (chosen === undefined) throw new CancelledError();
  return chosen === "typed" ? typeDays(title, resolveRange(present, held)) : chosen;
}

async function typeDays(title: string, begin: Days): Promise<Days> {
  const from = await typeDay(t("{0}: first day to read (1/2)", title), t("YYYY-MM-DD, UTC"), begin.from, dayProblem);
  const to = await typeDay(
    t("{0}: last day to read (2/2)", title),
    t("YYYY-MM-DD, UTC"),
    later(from, begin.to),
    (text) => dayProblem(text) ?? (text < from ? t("The last day cannot be before the first, {0}", from) : undefined),
  );
  return { from, to };
}

async function typeDay(
  title: string,
  prompt: string,
  value: string,
  problemOf: (text: string) => string | undefined,
): Promise<string> {
  const typed = await askText({ title, prompt, value, selectsValue: true, stays: true, problemOf });
  // The box does not close on a text that it has found wrong.
  if (typed === undefined || problemOf(typed) !== undefined) throw new CancelledError();
  return typed;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
