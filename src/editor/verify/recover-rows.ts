import { t } from "../../base/translated.ts";
import type { RecoverOutcome } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import type { OutcomeDocuments } from "../outcomes/outcome-documents.ts";
import { tell } from "../shown/messages.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { formatCount } from "../words/plain-amounts.ts";
import { recoverDetails, recoverSummary } from "./recover-outcome.ts";

/** The button that merges back what no ledger names. */
export const recoverLabel = t("Recover rows");

/** Merges the rows of slices that the ledgers do not name back into the open lake, and tells what came of it. */
export class RowRecovery {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #tasks: RunningTasks;
  readonly #outcomes: OutcomeDocuments;
  readonly #onRecovered: () => void;

  constructor(
    lake: LakeService,
    connections: Connections,
    tasks: RunningTasks,
    outcomes: OutcomeDocuments,
    onRecovered: () => void,
  ) {
    this.#lake = lake;
    this.#connections = connections;
    this.#tasks = tasks;
    this.#outcomes = outcomes;
    this.#onRecovered = onRecovered;
  }

  /** @throws TenantTrailError `no-connection`, and why the lake cannot be written; CancelledError when cancelled. */
  async run(): Promise<RecoverOutcome> {
    await this.#connections.require();
    const outcome = await this.#tasks.run(t("Recovering rows"), "notification", async ({ signal, report }) =>
      this.#lake.recoverRows(
        {},
        {
          signal,
          onProgress: ({ done, total }) =>
            report(t("{0} of {1} files", formatCount(done), formatCount(total)), total > 0 ? done / total : 0),
        },
      ),
    );
    this.#onRecovered();
    void this.#tell(outcome);
    return outcome;
  }

  async #tell(outcome: RecoverOutcome): Promise<void> {
    const details = t("Show details");
    const [kind, buttons] =
      outcome.unread.length > 0 ? (["warning", [details]] as const) : (["information", []] as const);
    if ((await tell(kind, recoverSummary(outcome), buttons)) === details)
      await this.#outcomes.open(t("Recovered rows"), recoverDetails(outcome));
  }
}
