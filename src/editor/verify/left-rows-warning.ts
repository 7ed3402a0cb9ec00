import { sum } from "../../base/sum.ts";
import type { LogDay } from "../../protocol/lake.ts";
import { tell } from "../shown/messages.ts";
import { countOf } from "../words/plain-amounts.ts";
import { recoverLabel } from "./recover-rows.ts";

/** One sentence about what lies in the lake without being named by its ledger; undefined when nothing does. */
export function leftWords(days: readonly LogDay[]): string | undefined {
  const slices = sum(days, ({ unnamed }) => unnamed?.slices ?? 0);
  const rows = sum(days, ({ unnamed }) => unnamed?.rows ?? 0);
  if (slices === 0) return undefined;
  const [hold, are] = slices === 1 ? ["holds", "is"] : ["hold", "are"];
  return rows > 0
    ? `${countOf(slices, "slice")} ${hold} ${countOf(rows, "row")} that the ledger does not name.`
    : `${countOf(slices, "slice")} ${are} not named by the ledger.`;
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
    const verify = "Verify the lake";
    const advice =
      "A killed import leaves such files; or entries of the ledger are gone. Verifying names them, recovering merges their rows back.";
    const chosen = await tell("warning", `${words} ${advice}`, [verify, recoverLabel]);
    if (chosen === verify) this.#verify();
    if (chosen === recoverLabel) this.#recover();
  }
}
