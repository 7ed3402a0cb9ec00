import { type Extension, env, type NotebookDocument, type Uri, version, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type {
  EvidenceOutcome,
  EvidencePart,
  EvidenceRequest,
  VerifyEvidenceOutcome,
} from "../../protocol/evidence/evidence-types.ts";
import type { ResultState } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { ExportEvidenceArguments, VerifyEvidenceArguments } from "../api/api-types.ts";
import { toPath, toUri } from "../api/file-uris.ts";
import { exportEvidenceArguments, readArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import type { PinnedResults } from "../keeping/pinned-results.ts";
import type { OutcomeDocuments } from "../outcomes/outcome-documents.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { requireTrust } from "../platform/trust.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { notebookType } from "../registry/view-ids.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";
import { askInDialog, tell } from "../shown/messages.ts";
import type { RunningTasks, TaskControl } from "../tasks/running-tasks.ts";
import { countOf } from "../words/plain-amounts.ts";
import { chooseEvidenceTarget } from "./choose-target.ts";
import { exportDetails, exportSummary } from "./evidence-outcome-words.ts";
import { fillMissing, holdParts, type MissingChoice } from "./fill-missing.ts";
import { type Investigation, type InvestigationPart, partOfState, queriesInvestigation } from "./investigation.ts";
import { notebookInvestigation } from "./notebook-evidence.ts";
import { chooseShownResults, type ShownResults } from "./shown-results.ts";
import { verifyEvidence } from "./verify-evidence.ts";

export interface EvidenceExportParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly outcomes: OutcomeDocuments;
  readonly panels: ResultPanels;
  readonly pinned: Pick<PinnedResults, "of">;
  readonly record: (error: unknown) => void;
}

type Wishes = Pick<ExportEvidenceArguments, "target" | "form" | "replaces" | "title" | "missing" | "keepsFormulas">;

/** Exports investigations as evidence, and tells where they are and with which digest. */
export class EvidenceExport {
  readonly #parts: EvidenceExportParts;
  readonly #extension: Pick<Extension<unknown>, "packageJSON">;

  constructor(parts: EvidenceExportParts, extension: Pick<Extension<unknown>, "packageJSON">) {
    this.#parts = parts;
    this.#extension = extension;
  }

  /**
   * Exports an open notebook, or statements that are run for it, or what is active.
   * @throws TenantTrailError `bad-argument` where there is nothing to export, or something in its place; as
   * `writeEvidence`; CancelledError when the person leaves a dialog.
   */
  async run(given: ExportEvidenceArguments = {}): Promise<EvidenceOutcome> {
    const read = readArguments(apiCommandIds.exportEvidence, exportEvidenceArguments, given);
    const { notebook, queries, target, form, replaces, title, missing, keepsFormulas } = read;
    const wishes = {
      ...(target !== undefined && { target }),
      ...(form && { form }),
      ...(replaces !== undefined && { replaces }),
      ...(title !== undefined && { title }),
      ...(missing && { missing }),
      ...(keepsFormulas !== undefined && { keepsFormulas }),
    };
    if (queries !== undefined)
      return this.export(
        queriesInvestigation(
          queries.map(({ sql, title: own, params, engine }) => ({
            sql,
            ...(own !== undefined && { title: own }),
            ...(params && { params }),
            ...(engine && { engine }),
          })),
        ),
        { missing: "run", ...wishes },
      );
    const open = notebook === undefined ? activeNotebook() : openNotebook(toUri(notebook));
    return open === undefined ? this.exportShown(wishes) : this.export(await notebookInvestigation(open), wishes);
  }

  /**
   * Exports what is active, with those of the other open results that a person ticks; a program that says where to gets
   * what is active alone.
   * @param active left out, the active panel.
   * @throws TenantTrailError `bad-argument` where none is active; CancelledError.
   */
  async exportShown(wishes: Wishes = {}, active = this.#activePanel()): Promise<EvidenceOutcome> {
    if (active === undefined)
      throw new TenantTrailError("bad-argument", t("There is nothing to export. Open a notebook or a result first."));
    const others = this.#parts.panels.open.flatMap(({ state }) =>
      state?.kind === "ready" && state.summary !== active.summary ? [shownResults(state)] : [],
    );
    return this.export(await chooseShownResults(active, wishes.target === undefined ? others : []), wishes);
  }

  #activePanel(): ShownResults | undefined {
    const state = this.#parts.panels.active?.state;
    return state && shownResults(state);
  }

  /** @throws as `verifyEvidence`. */
  async verify(given?: VerifyEvidenceArguments): Promise<VerifyEvidenceOutcome> {
    return verifyEvidence(this.#parts, given);
  }

  /** @throws as `run`. */
  async export(investigation: Investigation, wishes: Wishes = {}): Promise<EvidenceOutcome> {
    const { lake, connections, pinned } = this.#parts;
    if (!investigation.parts.some(({ part }) => part.kind === "statement"))
      throw new TenantTrailError("bad-argument", t("There is no statement to export. Write one and run it first."));
    await connections.require();
    const title = wishes.title ?? investigation.title;
    const { missing, release } = await holdParts(lake, investigation.parts, (id) => pinned.of(id) !== undefined);
    try {
      return await this.#exportHeld(investigation, missing, { ...wishes, title });
    } finally {
      await release();
    }
  }

  async #exportHeld(
    investigation: Investigation,
    missing: ReadonlySet<InvestigationPart>,
    wishes: Wishes & { readonly title: string },
  ): Promise<EvidenceOutcome> {
    const { lake, tasks } = this.#parts;
    const { title } = wishes;
    const choice = missing.size === 0 ? "leaveOut" : (wishes.missing ?? (await askMissing(missing.size)));
    if (choice === "run" && missing.size > 0) requireTrust(t("Running a query"));
    const target = await chooseEvidenceTarget(title, wishes);
    const outcome = await tasks.run(t("Exporting {0}", title), "notification", async (task) => {
      const filled = await fillMissing(lake, investigation.parts, missing, choice, task);
      try {
        return await this.#write(
          { ...target, title, ...this.#about(investigation, wishes), parts: filled.parts },
          task,
        );
      } finally {
        for (const resultId of filled.made) await lake.releaseResult({ resultId });
      }
    });
    void this.#tell(outcome);
    return outcome;
  }

  #about(
    { file }: Investigation,
    { keepsFormulas }: Wishes,
  ): Pick<EvidenceRequest, "file" | "keepsFormulas" | "madeBy"> {
    const { version: own } = fieldsOf(this.#extension.packageJSON);
    return {
      ...(file && { file }),
      ...(keepsFormulas === true && { keepsFormulas }),
      madeBy: {
        version: typeof own === "string" ? own : "of an unknown version",
        editor: `${env.appName} ${version}`,
      },
    };
  }

  async #write(
    request: EvidenceRequest & { readonly parts: readonly EvidencePart[] },
    { signal, report }: TaskControl,
  ): Promise<EvidenceOutcome> {
    return this.#parts.lake.exportEvidence(request, {
      signal,
      onProgress: ({ doing, done, total }) => report(doing, total === 0 ? 0 : done / total),
    });
  }

  async #tell(outcome: EvidenceOutcome): Promise<void> {
    const [copy, details] = [t("Copy digest"), t("Show details")];
    const isWhole = outcome.leftOut.length + outcome.warnings.length === 0;
    const chosen = await tell(isWhole ? "information" : "warning", exportSummary(outcome), [copy, details]);
    if (chosen === copy) await env.clipboard.writeText(outcome.manifestSha256);
    if (chosen === details) await this.#parts.outcomes.open(t("Exported investigation"), exportDetails(outcome));
  }
}

async function askMissing(count: number): Promise<MissingChoice> {
  const [run, leave] = [t("Run again"), t("Leave out")];
  const chosen = await askInDialog(
    "warning",
    countOf(count, t("{0} result is held no longer"), t("{0} results are held no longer")),
    t(
      "Running the statements again reads the lake as it is now, with the values that they ran with; the export says so. Left out, each is named with the reason.",
    ),
    [run, leave],
  );
  if (chosen === undefined) throw new CancelledError();
  return chosen === run ? "run" : "leaveOut";
}

function shownResults(state: ResultState): ShownResults {
  const shown = partOfState(state, undefined);
  const title = shown.part.kind === "statement" ? shown.part.title : t("Investigation");
  return { title, parts: [shown], ...(state.kind === "ready" && { summary: state.summary }) };
}

function activeNotebook(): NotebookDocument | undefined {
  const active = window.activeNotebookEditor?.notebook;
  return active?.notebookType === notebookType ? active : undefined;
}

/** @throws TenantTrailError `bad-argument` for a file that is not open as a notebook. */
export function openNotebook(uri: Uri): NotebookDocument {
  const open = workspace.notebookDocuments.find(
    (each) => each.uri.toString() === uri.toString() && each.notebookType === notebookType,
  );
  if (open !== undefined) return open;
  throw new TenantTrailError("bad-argument", t("{0} is not open as a notebook. Open it as one first.", toPath(uri)));
}
