import { t } from "../../../base/translated.ts";
import type { InvokeOutcome, InvokeRequest } from "../../../protocol/aws/function-runs.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { tableNames } from "../../../protocol/tables.ts";
import { tableTitles } from "../../../protocol/words/table-titles.ts";
import type { InvokeCollectorArguments } from "../../api/api-types.ts";
import { invokeArguments, readArguments } from "../../api/read-arguments.ts";
import type { Connections } from "../../connections/connections.ts";
import type { OutcomeDocuments } from "../../outcomes/outcome-documents.ts";
import { requireTrust } from "../../platform/trust.ts";
import { apiCommandIds } from "../../registry/command-ids.ts";
import { tell } from "../../shown/messages.ts";
import { pickOne } from "../../shown/quick-pick.ts";
import type { RunningTasks } from "../../tasks/running-tasks.ts";
import { countOf } from "../../words/plain-amounts.ts";
import { pickFailedRun, runLogText } from "./failed-run-words.ts";
import { invokeDetails, invokeNeedsLook, invokeSummary } from "./invoke-outcome.ts";

/** So far back failed runs are looked for. */
const days = 7;

interface CollectorFunctionsParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly outcomes: OutcomeDocuments;
  readonly onCollected: () => void;
}

/** The functions in AWS that collect: runs by hand, and the runs that failed. */
export class CollectorFunctions {
  readonly #parts: CollectorFunctionsParts;

  constructor(parts: CollectorFunctionsParts) {
    this.#parts = parts;
  }

  /**
   * Runs the function of one table and tells what came of it; asks for the table when none is given.
   *
   * @throws TenantTrailError `bad-argument`, `restricted-mode`, `no-stack` and those of AWS; CancelledError: the run in
   *   AWS goes on.
   */
  async run(given?: InvokeCollectorArguments): Promise<InvokeOutcome> {
    const { table, from, to } =
      given === undefined
        ? { table: await pickTable(), from: undefined, to: undefined }
        : readArguments(apiCommandIds.invokeCollector, invokeArguments, given);
    const request = { table, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    const [outcome] = await this.invoke([request]);
    if (outcome === undefined) throw new CancelledError();
    return outcome;
  }

  /** Runs one after the other, because runs of one function never overlap. @throws as `run`. */
  async invoke(requests: readonly InvokeRequest[]): Promise<readonly InvokeOutcome[]> {
    requireTrust(t("Collecting in AWS"));
    const { lake, connections, tasks, onCollected } = this.#parts;
    await connections.require();
    const outcomes = await tasks.run(t("Collecting in AWS"), "notification", async ({ signal, report }) => {
      const done: InvokeOutcome[] = [];
      for (const request of requests) {
        report(tableTitles[request.table], done.length / requests.length);
        done.push(await lake.invokeCollector(request, { signal }));
        onCollected();
      }
      return done;
    });
    void this.#tell(outcomes);
    return outcomes;
  }

  /** Lists the runs of the last days that failed, and shows the log of the one that is chosen. */
  async showFailedRuns(): Promise<void> {
    requireTrust(t("Reading the functions' logs"));
    const { lake, connections, tasks, outcomes } = this.#parts;
    await connections.require();
    const runs = await tasks.run(t("Looking for failed runs"), "notification", ({ signal }) =>
      lake.failedRuns({ days }, { signal }),
    );
    if (runs.length === 0) {
      void tell(
        "information",
        countOf(days, t("No run failed in the last {0} day."), t("No run failed in the last {0} days.")),
      );
      return;
    }
    const run = await pickFailedRun(runs);
    const log = await tasks.run(t("Reading the log"), "notification", ({ signal }) => lake.runLog(run, { signal }));
    await outcomes.open(t("Failed run"), runLogText(run, log));
  }

  async #tell(outcomes: readonly InvokeOutcome[]): Promise<void> {
    const details = t("Show details");
    const kind = outcomes.some(invokeNeedsLook) ? "warning" : "information";
    const words = outcomes.map(invokeSummary).join(" ");
    if ((await tell(kind, words, [details])) === details)
      await this.#parts.outcomes.open(t("Collection in AWS"), invokeDetails(outcomes));
  }
}

async function pickTable() {
  const choices = tableNames.map((table) => ({ icon: "table", label: tableTitles[table], value: table }));
  const table = await pickOne(choices, { title: t("Collect in AWS"), placeHolder: t("What to collect now") });
  if (table === undefined) throw new CancelledError();
  return table;
}
