import { join } from "node:path";
import { Uri } from "vscode";
import type { Connections } from "../connections/connections.ts";
import { setContext } from "../platform/context-values.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { statementsOfFile } from "../queries/run-commands.ts";
import { contextKeys } from "../registry/context-keys.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { isSampleWorkspace } from "./open-start-page.ts";

interface SampleParts {
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

  constructor(parts: SampleParts) {
    this.#parts = parts;
  }

  /**
   * Opens the sample lake, and makes it first where there is none.
   *
   * @throws TenantTrailError when it cannot be made or opened; CancelledError.
   */
  async open(): Promise<void> {
    const { connections, tasks, storage, makeSampleLake } = this.#parts;
    if (isSampleWorkspace()) {
      await connections.require();
      return;
    }
    const folder = join(storage.fsPath, "sample");
    await tasks.run("Making the sample lake", "notification", ({ signal, report }) =>
      makeSampleLake(folder, report, signal),
    );
    await connections.use({ kind: "folder", path: join(folder, "lake") });
  }

  /** Runs a detection over the sample lake with the values of its header: its one row is the attacker. */
  async findAttacker(): Promise<void> {
    const { runs, extension } = this.#parts;
    await this.open();
    const uri = Uri.joinPath(extension, "sql", "detections", "credential-attacks", "password-spray-by-address.sql");
    for (const run of await statementsOfFile(uri)) {
      if ((await runs.runAsWritten(run)) !== "ready") return;
    }
    setContext(contextKeys.attackerFound, true);
  }
}
