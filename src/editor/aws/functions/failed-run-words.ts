import { t } from "../../../base/translated.ts";
import type { FailedRun } from "../../../protocol/aws/function-runs.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import { outcomeText } from "../../outcomes/outcome-text.ts";
import { type Choice, pickOne } from "../../shown/quick-pick.ts";

/** Lets a person choose one of the runs that failed. @throws CancelledError when none was chosen. */
export async function pickFailedRun(runs: readonly FailedRun[]): Promise<FailedRun> {
  const choices = runs.map(
    (run): Choice<FailedRun> => ({
      icon: "error",
      label: run.function,
      description: t("{0} UTC", run.at.slice(0, 19).replace("T", " ")),
      detail: run.reason,
      value: run,
    }),
  );
  const run = await pickOne(choices, { title: t("Failed runs"), placeHolder: t("Its log is shown"), findsAll: true });
  if (run === undefined) throw new CancelledError();
  return run;
}

/** The log of a run that failed, as a document. */
export function runLogText(run: FailedRun, log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  return outcomeText(t("Failed run of {0}", run.function), run.reason, [
    { heading: t("Log"), notes: [t("Request {0}, {1}", run.requestId, run.at)], items: lines },
  ]);
}
