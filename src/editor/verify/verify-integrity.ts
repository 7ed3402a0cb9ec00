import { t } from "../../base/translated.ts";
import type { VerifyOutcome } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { VerifyArguments, VerifyIntegrityOutcome } from "../api/api-types.ts";
import { toPath, toUri } from "../api/file-uris.ts";
import { readArguments, verifyArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import type { OutcomeDocuments } from "../outcomes/outcome-documents.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { tell } from "../shown/messages.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { formatCount } from "../words/plain-amounts.ts";
import type { HeadMemory } from "./head-memory.ts";
import { recoverLabel } from "./recover-rows.ts";
import { isIntact, rowsLeft, verifyDetails, verifySummary } from "./verify-outcome.ts";
import { exportedHeads } from "./watched-heads.ts";

/** Compares the lake's slices with its ledger, and the ledger with what was seen of it, and tells what was found. */
export class Verification {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #tasks: RunningTasks;
  readonly #outcomes: OutcomeDocuments;
  readonly #memory: HeadMemory;
  readonly #recover: () => void;

  /** @param recover merges back the rows that no ledger names, for the button of what was found. */
  constructor(
    lake: LakeService,
    connections: Connections,
    tasks: RunningTasks,
    outcomes: OutcomeDocuments,
    memory: HeadMemory,
    recover: () => void,
  ) {
    this.#lake = lake;
    this.#connections = connections;
    this.#tasks = tasks;
    this.#outcomes = outcomes;
    this.#memory = memory;
    this.#recover = recover;
  }

  /**
   * Verifies the whole lake, or a table, or some days; a lake at another place is only read. The ledger must go on from the heads in the given file, or else
   * from those that this editor saw last.
   *
   * @throws TenantTrailError `no-connection`, `read-failed`, `bad-argument`; CancelledError when cancelled.
   */
  async run(given: VerifyArguments = {}): Promise<VerifyIntegrityOutcome> {
    const { lake, table, from, to, heads } = readArguments(apiCommandIds.verifyIntegrity, verifyArguments, given);
    const path = lake === undefined ? undefined : toPath(lake);
    const root = path ?? (await this.#connections.require()).root;
    const known = heads === undefined ? this.#memory.of(root) : await exportedHeads(toUri(heads));
    const request = {
      ...(path !== undefined && { path }),
      ...(table !== undefined && { table }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      heads: known,
    };
    const outcome = await this.#tasks.run(t("Verifying the lake"), "notification", async ({ signal, report }) =>
      this.#lake.verifyIntegrity(request, {
        signal,
        onProgress: ({ checked, total }) =>
          report(t("{0} of {1} slices", formatCount(checked), formatCount(total)), total > 0 ? checked / total : 0),
      }),
    );
    void this.#tell(outcome, path === undefined);
    return outcome;
  }

  async #tell(outcome: VerifyOutcome, isOpenLake: boolean): Promise<void> {
    const details = t("Show details");
    const kind = isIntact(outcome) ? "information" : "warning";
    const buttons = isOpenLake && rowsLeft(outcome) > 0 ? [details, recoverLabel] : [details];
    const chosen = await tell(kind, verifySummary(outcome), buttons);
    if (chosen === details) await this.#outcomes.open(t("Verification"), verifyDetails(outcome));
    if (chosen === recoverLabel) this.#recover();
  }
}
