import { basename } from "node:path";
import { type Uri, window } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { ImportOutcome, ImportProgress } from "../../protocol/lake.ts";
import type { ImportRequest } from "../../protocol/service/importing.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { ImportLogsArguments, ImportLogsOutcome } from "../api/api-types.ts";
import { type FileReference, toPath, toUri } from "../api/file-uris.ts";
import { importLogsArguments, readArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import { pickConnection } from "../connections/pick-connection.ts";
import type { OutcomeDocuments } from "../outcomes/outcome-documents.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { chooseFiles } from "../shown/dialogs.ts";
import { tell } from "../shown/messages.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { countOf } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";
import { importDetails, importSummary, needsLook } from "./import-outcome.ts";
import { cancelledWords, importProgressWords } from "./import-progress.ts";

/** Brings log files into the open lake, and tells what came of it. */
export class LogImport {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #tasks: RunningTasks;
  readonly #outcomes: OutcomeDocuments;
  readonly #onImported: (hasRows: boolean) => void;

  /** @param onImported hears when an import has ended, and whether any row was read. */
  constructor(
    lake: LakeService,
    connections: Connections,
    tasks: RunningTasks,
    outcomes: OutcomeDocuments,
    onImported: (hasRows: boolean) => void,
  ) {
    this.#lake = lake;
    this.#connections = connections;
    this.#tasks = tasks;
    this.#outcomes = outcomes;
    this.#onImported = onImported;
  }

  /**
   * Imports files and folders; asks for them when none are given, and for a lake when none is open.
   *
   * @throws TenantTrailError when nothing could be read or the lake could not be written, CancelledError when cancelled.
   */
  async run(given?: ImportLogsArguments): Promise<ImportLogsOutcome> {
    const read = given === undefined ? undefined : readArguments(apiCommandIds.importLogs, importLogsArguments, given);
    const uris: readonly FileReference[] = read?.uris ?? (await pickLogs());
    const request: ImportRequest = {
      paths: uris.map(toPath),
      ...(read?.table !== undefined && { table: read.table }),
      ...(read?.tenantId !== undefined && { tenantId: read.tenantId }),
    };
    await this.#requireLake();
    const [only] = request.paths;
    const name = request.paths.length === 1 && only !== undefined ? onOneLine(basename(only)) : undefined;
    const what = name ?? countOf(request.paths.length, t("{0} path"), t("{0} paths"));
    let last: ImportProgress | undefined;
    const work = this.#tasks.run(t("Importing {0}", what), "notification", async ({ signal, report }) =>
      this.#lake.importLogs(request, {
        signal,
        onProgress: (progress) => {
          last = progress;
          const { detail, part } = importProgressWords(progress, name);
          report(detail, part);
        },
      }),
    );
    const outcome = await work.catch((error: unknown) => {
      if (error instanceof CancelledError) {
        void tell("information", cancelledWords(last));
        this.#onImported(last?.stage === "merging" && last.rows > 0);
      }
      throw error;
    });
    await this.#connections.reloadIfEmpty();
    this.#onImported(outcome.files.some(({ rows }) => rows > 0));
    void this.#tell(outcome);
    return { files: outcome.files.map(({ source: _source, ...file }) => file) };
  }

  /** Asks for files and imports them as rows of a table or of a tenant, where those are given. */
  async ask(target: Pick<ImportLogsArguments, "table" | "tenantId">): Promise<ImportLogsOutcome> {
    return this.run({ uris: await pickLogs(), ...target });
  }

  async #requireLake(): Promise<void> {
    if (await this.#connections.open()) return;
    await this.#connections.use(await pickConnection(this.#connections, t("Where to keep the imported logs")));
  }

  async #tell(outcome: ImportOutcome): Promise<void> {
    const summary = importSummary(outcome);
    const details = t("Show details");
    const rejects = outcome.files.find((file) => file.rejectedFile !== undefined)?.rejectedFile;
    const openRejects = t("Open rejected records");
    const troubled = outcome.files.some(needsLook) || (outcome.warnings?.length ?? 0) > 0;
    const buttons = [details, ...(rejects === undefined ? [] : [openRejects])];
    const chosen = await tell(troubled ? "warning" : "information", summary, buttons);
    if (chosen === details) await this.#outcomes.open(t("Import"), importDetails(outcome));
    if (chosen === openRejects && rejects !== undefined) await window.showTextDocument(toUri(rejects));
  }
}

/** @throws CancelledError when the person chose nothing. */
async function pickLogs(): Promise<readonly Uri[]> {
  const chosen = await chooseFiles({
    canSelectFiles: true,
    canSelectMany: true,
    openLabel: t("Import"),
    title: t("Logs to import: JSON, NDJSON or CSV, also as .gz or .zip"),
  });
  if (chosen.length === 0) throw new CancelledError();
  return chosen;
}
