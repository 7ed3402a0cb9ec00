import { sum } from "../../base/sum.ts";
import { t } from "../../base/translated.ts";
import type { LogDay } from "../../protocol/lake.ts";
import { tell } from "../shown/messages.ts";
import { countOf } from "../words/plain-amounts.ts";
import { recoverLabel } from "./recover-rows.ts";

/** One sentence about what lies in the lake without being named by its ledger; undefined when nothing does. */
export function leftWords(days: readonly LogDay[]): string | undefined {
  const slices = sum(days, ({ unnamed }) => unnamed?.slices ?? 0);
  const rows = sum(days, ({ unnamed }) => unnamed?.rows ?? 0);
  if (slices === 0) return undefined;
  return rows > 0
    ? countOf(
        slices,
        t("{0} slice holds {1} that the ledger does not name."),
        t("{0} slices hold {1} that the ledger does not name."),
        countOf(rows, t("{0} row"), t("{0} rows")),
      )
    : countOf(slices, t("{0} slice is not named by the ledger."), t("{0} slices are not named by the ledger."));
}

/** Says once in a window that rows lie in a lake which its ledger does not name, with what can be done about it. */
export class LeftRowsWarning {
  readonly #verify: () => void;
  readonly #recover: () => void;
  readonly #told = new Set<string>();

  constructor(verify: () => void, recover: () => void) {
    this.#verify = verify;
    this.#recover = recover;
  }

  /** @param root where the lake is. */
  async look(root: string, days: readonly LogDay[]): Promise<void> {
    const words = leftWords(days);
    if (words === undefined || this.#told.has(root)) return;
    this.#told.add(root);
    const verify = t("Verify the lake");
    const advice = t(
      "A killed import leaves such files; or entries of the ledger are gone. Verifying names them, recovering merges their rows back.",
    );
    const chosen = await tell("warning", `${words} ${advice}`, [verify, recoverLabel]);
    if (chosen === verify) this.#verify();
    if (chosen === recoverLabel) this.#recover();
  }
}
