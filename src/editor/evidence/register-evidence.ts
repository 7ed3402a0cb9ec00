import { commands, Disposable, Uri } from "vscode";
import type { ErrorPresenter } from "../errors/present-error.ts";
import type { HistoryEntry } from "../history/query-history.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { commandIds } from "../registry/command-ids.ts";
import type { EvidenceExport } from "./export-evidence.ts";
import { historyInvestigation } from "./investigation.ts";

/** The ways to an export: a notebook's toolbar, a result's title, a line of the history. */
export function registerEvidence(evidence: EvidenceExport, errors: ErrorPresenter): Disposable {
  return Disposable.from(
    commands.registerCommand(commandIds.exportNotebook, (given?: unknown) =>
      errors.guard(() => {
        const { notebookUri } = fieldsOf(fieldsOf(given)["notebookEditor"]);
        return evidence.run(notebookUri instanceof Uri ? { notebook: notebookUri } : {});
      }),
    ),
    commands.registerCommand(commandIds.exportShownResult, () => errors.guard(() => evidence.exportShown())),
    commands.registerCommand(commandIds.exportHistoryEntry, (entry: HistoryEntry) =>
      errors.guard(() => evidence.export(historyInvestigation(entry))),
    ),
  );
}
