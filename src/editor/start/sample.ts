import { join } from "node:path";
import { Uri } from "vscode";
import { t } from "../../base/translated.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { ResultState } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import { setContext } from "../platform/context-values.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { readRows } from "../queries/rows-of-result.ts";
import { statementsOfFile } from "../queries/run-commands.ts";
import { contextKeys } from "../registry/context-keys.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { isSampleWorkspace } from "./open-start-page.ts";

export interface SampleParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly runs: PanelRuns;
  /** The folder of the extension. */
  readonly extension: Uri;
  /** The folder in which the extension may keep files of this user. */
  readonly storage: Uri;
  /** Makes `<folder>/lake`, unless it is there. */
  readonly makeSampleLake: (folder: string, say: (line: string) => void, signal: AbortSignal) => Promise<void>;
}

/** The simulated tenant, for people who have no logs at hand: its lake, and a first look at what is hidden in it. */
export class Sample {
  readonly #parts: SampleParts;
  /** The attacker's, once the detection has found it in this window. */
  #address: string | undefined;

  constructor(parts: SampleParts) {
    this.#parts = parts;
  }

  /**
   * Opens the sample lake, and makes it first where there is none.
   *
   */
  async open(): Promise<void> {
    const { connections, tasks, storage, makeSampleLake } = this.#parts;
    if (isSampleWorkspace() && (await connections.require()).simulated) return;
    const folder = join(storage.fsPath, "sample");
    await tasks.run(t("Making the sample lake"), "notification", ({ signal, report }) =>
      makeSampleLake(folder, report, signal),
    );
    await connections.use({ kind: "folder", path: join(folder, "lake") });
  }

  /** Runs a detection over the sample lake with the values of its header: its one row is the attacker. */
  async findAttacker(): Promise<void> {
    await this.open();
    await this.#spray();
  }

  /** Shows all that was done from the attacker's address, newest first; finds the attacker first where nobody has. */
  async followAttacker(): Promise<void> {
    await this.open();
    if (this.#address === undefined) await this.#spray();
    if (this.#address === undefined) return;
    const done = await this.#runWhole(["hunting", "timeline-of-an-address.sql"], { address: this.#address });
    if (hasRows(done)) setContext(contextKeys.attackerFollowed, true);
  }

  async #spray(): Promise<void> {
    const found = await this.#runWhole(["detections", "credential-attacks", "password-spray-by-address.sql"], {});
    this.#address = found && (await this.#addressOf(found));
    if (this.#address !== undefined) setContext(contextKeys.attackerFound, true);
  }

  async #addressOf(state: ResultState): Promise<string | undefined> {
    if (state.kind !== "ready") return undefined;
    const [row] = await readRows(this.#parts.lake, state.summary, 1, new AbortController().signal);
    const address = row?.[state.summary.columns.findIndex(({ name }) => name === "address")];
    return typeof address === "string" ? address : undefined;
  }

  /** Runs a shipped query with what is given and else the values of its header. */
  async #runWhole(
    path: readonly string[],
    params: Readonly<Record<string, ParameterValue>>,
  ): Promise<ResultState | undefined> {
    const { runs, extension } = this.#parts;
    const [run] = await statementsOfFile(Uri.joinPath(extension, "sql", ...path));
    return run && runs.runAsWritten({ ...run, params });
  }
}

/** A tick means that the thing was seen, not that a query ended. */
function hasRows(state: ResultState | undefined): boolean {
  return state?.kind === "ready" && state.summary.rowCount > 0;
}
