import type { VerifyOutcome } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { VerifyArguments, VerifyIntegrityOutcome } from "../api/api-types.ts";
import { toUri } from "../api/file-uris.ts";
import { readArguments, verifyArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import type { OutcomeDocuments } from "../outcomes/outcome-documents.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { tell } from "../shown/messages.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { formatCount } from "../words/plain-amounts.ts";
import type { HeadMemory } from "./head-memory.ts";
import { isIntact, verifyDetails, verifySummary } from "./verify-outcome.ts";
import { exportedHeads } from "./watched-heads.ts";

/** Compares the lake's slices with its ledger, and the ledger with what was seen of it, and tells what was found. */
export class Verification {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #tasks: RunningTasks;
  readonly #outcomes: OutcomeDocuments;
  readonly #memory: HeadMemory;

  constructor(
    lake: LakeService,
    connections: Connections,
    tasks: RunningTasks,
    outcomes: OutcomeDocuments,
    memory: HeadMemory,
  ) {
    this.#lake = lake;
    this.#connections = connections;
    this.#tasks = tasks;
    this.#outcomes = outcomes;
    this.#memory = memory;
  }

  /**
   * Verifies the whole lake, or a table, or some days. The ledger must go on from the heads in the given file, or else
   * from those that this editor saw last.
   *
   * @throws TenantTrailError `no-connection`, `read-failed`, `bad-argument`; CancelledError when cancelled.
   */
  async run(given: VerifyArguments = {}): Promise<VerifyIntegrityOutcome> {
    const { table, from, to, heads } = readArguments(apiCommandIds.verifyIntegrity, verifyArguments, given);
    const { root } = await this.#connections.require();
    const known = heads === undefined ? this.#memory.of(root) : await exportedHeads(toUri(heads));
    const request = {
      ...(table !== undefined && { table }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      heads: known,
    };
    const outcome = await this.#tasks.run("Verifying the lake", "notification", async ({ signal, report }) =>
      this.#lake.verifyIntegrity(request, {
        signal,
        onProgress: ({ checked, total }) =>
          report(`${formatCount(checked)} of ${formatCount(total)} slices`, total > 0 ? checked / total : 0),
      }),
    );
    void this.#tell(outcome);
    return outcome;
  }

  async #tell(outcome: VerifyOutcome): Promise<void> {
    const details = "Show details";
    const kind = isIntact(outcome) ? "information" : "warning";
    if ((await tell(kind, verifySummary(outcome), [details])) === details) {
      await this.#outcomes.open("Verification", verifyDetails(outcome));
    }
  }
}
