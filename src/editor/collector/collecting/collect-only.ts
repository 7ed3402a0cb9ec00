import type { Memento } from "vscode";
import { hourMs } from "../../../base/time-units.ts";
import { t } from "../../../base/translated.ts";
import type { CollectFilter, CollectRequest } from "../../../protocol/collector.ts";
import { CancelledError, TenantTrailError } from "../../../protocol/errors.ts";
import { dayProblem } from "../../../protocol/log-day.ts";
import { askText } from "../../shown/input-box.ts";
import { type Choice, pickOne } from "../../shown/quick-pick.ts";
import { type FilterField, filterFields, filterOf, listProblem } from "../filter-text.ts";

const rememberedKey = "collector.only";

type Texts = Partial<Record<keyof CollectFilter | "from" | "to", string>>;

const ranges: readonly Choice<{ readonly hours?: number }>[] = [
  { label: t("The last 24 hours"), value: { hours: 24 } },
  { label: t("The last 7 days"), value: { hours: 7 * 24 } },
  { label: t("The last 30 days"), value: { hours: 30 * 24 } },
  { label: t("Other days…"), detail: t("From one day to another"), value: {} },
];

/**
 * Asks for the accounts, addresses and applications of an incident, and the time to look at. What was typed last is
 * offered again.
 *
 * @throws CancelledError when the person leaves, TenantTrailError `bad-argument` when all lists stay empty.
 */
export async function askCollectOnly(memory: Memento): Promise<CollectRequest> {
  const texts: Texts = { ...memory.get<Texts>(rememberedKey, {}) };
  for (const [index, field] of filterFields.entries()) texts[field.name] = await askList(field, texts, index + 1);
  const filter = filterOf(texts);
  if (filter === undefined) {
    throw new TenantTrailError(
      "bad-argument",
      t("Nothing to look for was named. Name an account, an address or an application, or collect everything."),
    );
  }
  const range = await askRange(texts);
  await memory.update(rememberedKey, texts);
  return { filter, ...range };
}

const steps = filterFields.length + 1;
const title = t("Collect only some rows: adds them and leaves the days' states as they are");

async function askList(field: FilterField, texts: Texts, step: number): Promise<string> {
  const text = await askText({
    title: `${title} (${step}/${steps})`,
    prompt: field.prompt,
    placeHolder: field.placeHolder,
    value: texts[field.name] ?? "",
    stays: true,
    problemOf: (typed) => listProblem(field, typed),
  });
  if (text === undefined) throw new CancelledError();
  return text.trim();
}

async function askRange(texts: Texts): Promise<{ readonly from: string; readonly to: string }> {
  const chosen = await pickOne(ranges, {
    title: `${title} (${steps}/${steps})`,
    placeHolder: t("The time to look at"),
    stays: true,
  });
  if (chosen === undefined) throw new CancelledError();
  if (chosen.hours !== undefined) {
    const now = Date.now();
    return { from: new Date(now - chosen.hours * hourMs).toISOString(), to: new Date(now).toISOString() };
  }
  texts.from = await askDay(t("First day, UTC"), texts.from ?? "");
  texts.to = await askDay(t("Last day, UTC"), texts.to ?? "");
  if (texts.to < texts.from) throw new TenantTrailError("bad-argument", t("The last day is before the first."));
  const end = Date.parse(`${texts.to}T00:00:00Z`) + 24 * hourMs;
  return { from: `${texts.from}T00:00:00.000Z`, to: new Date(end).toISOString() };
}

async function askDay(prompt: string, value: string): Promise<string> {
  const day = await askText({
    title,
    prompt,
    placeHolder: "2026-11-22",
    value,
    stays: true,
    problemOf: (typed) => dayProblem(typed.trim()),
  });
  if (day === undefined) throw new CancelledError();
  return day.trim();
}
