import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import { pickMany } from "../shown/quick-pick.ts";
import { countOf } from "../words/plain-amounts.ts";
import type { Investigation, InvestigationPart } from "./investigation.ts";

/** Something that is open and shows results: a panel has one, the page of an account two. */
export interface ShownResults {
  readonly title: string;
  readonly parts: readonly InvestigationPart[];
  /** What is told beside its title: rows, and when it was asked. */
  readonly summary?: ResultSummary;
}

/**
 * The open results that make one investigation, in the order in which they were asked.
 * @param active what the person exports; it is ticked among the others.
 * @throws CancelledError when the list is left, or nothing in it is ticked.
 */
export async function chooseShownResults(
  active: ShownResults,
  others: readonly ShownResults[],
): Promise<Investigation> {
  const chosen = others.length === 0 ? [active] : await askWhich([active, ...others], active);
  const ordered = [...chosen].sort((a, b) => askedAt(a).localeCompare(askedAt(b)));
  const [first] = ordered;
  if (first === undefined) throw new CancelledError();
  return { title: first.title, parts: ordered.flatMap(({ parts }) => parts) };
}

async function askWhich(all: readonly ShownResults[], active: ShownResults): Promise<readonly ShownResults[]> {
  const choices = all.map((each) => ({
    label: each.title,
    ...(each.summary && { description: words(each.summary) }),
    value: each,
    isTicked: each === active,
  }));
  const chosen = await pickMany(choices, {
    title: t("Export evidence"),
    placeHolder: t("Which of the open results belong to the investigation?"),
  });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

function words({ rowCount, askedAt: at }: ResultSummary): string {
  return countOf(
    rowCount,
    t("{0} row · asked {1} UTC"),
    t("{0} rows · asked {1} UTC"),
    at.slice(0, 16).replace("T", " "),
  );
}

function askedAt({ summary }: ShownResults): string {
  return summary?.askedAt ?? "";
}
