import {
  commands,
  type NotebookCell,
  NotebookCellData,
  NotebookCellKind,
  NotebookEdit,
  NotebookRange,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { t } from "../../base/translated.ts";
import { type Entity, entityTitles } from "../../protocol/entity/entity.ts";
import { CancelledError } from "../../protocol/errors.ts";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import { isRangeEnd, type ParameterValue } from "../../protocol/query-parameters.ts";
import { type Days, resolveRange } from "../../protocol/relative-days.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { headerOfCells, readCell } from "../notebook/cell-statements.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import type { RunnableStatement } from "../queries/runnable-statements.ts";
import { usedParameters } from "../queries/used-parameters.ts";
import { pickOne } from "../shown/quick-pick.ts";
import { shippedStatement } from "./entity-queries.ts";
import { type EntityQuestion, entityQuestions } from "./entity-questions.ts";
import { cellText } from "./question-cell.ts";

/** Where an answer goes: under a notebook's cell, or into a panel of its own. */
export interface AskedFrom {
  readonly days?: Days;
  readonly cell?: NotebookCell;
}

interface EntityAskingParts {
  readonly extension: Uri;
  readonly lake: Pick<LakeService, "heldDays">;
  readonly runs: PanelRuns;
  /** The days of a question that is asked from nowhere. */
  readonly lastDays: () => Days;
  readonly showPage: (entity: Entity) => Promise<unknown>;
}

/** Lets a person choose a question about an entity, and runs it in a new cell under the one that it is asked from, or in a panel. */
export class EntityAsking {
  readonly #extension: Uri;
  readonly #lake: Pick<LakeService, "heldDays">;
  readonly #runs: PanelRuns;
  readonly #lastDays: () => Days;
  readonly #page: (entity: Entity) => Promise<unknown>;

  constructor({ extension, lake, runs, lastDays, showPage }: EntityAskingParts) {
    this.#extension = extension;
    this.#lake = lake;
    this.#runs = runs;
    this.#lastDays = lastDays;
    this.#page = showPage;
  }

  /** @throws CancelledError when nothing is chosen; TenantTrailError as `PanelRuns.run`. */
  async ask(entity: Entity, { days = this.#lastDays(), cell }: AskedFrom = {}): Promise<void> {
    const questions = entityQuestions[entity.kind].map((question) => ({
      icon: "question",
      label: question.label,
      description: question.path.replace(/\.sql$/, ""),
      value: question as EntityQuestion | "page",
    }));
    const page = { icon: "account", label: t("Show what is known of it"), value: "page" as const };
    const chosen = await pickOne<EntityQuestion | "page">([page, ...questions], {
      title: `${entityTitles[entity.kind]} ${entity.value}`,
      placeHolder: t("What else did it do?"),
    });
    if (chosen === undefined) throw new CancelledError();
    if (chosen === "page") await this.#page(entity);
    else await this.#run(entity, chosen, days, cell);
  }

  async #run(entity: Entity, question: EntityQuestion, days: Days, cell: NotebookCell | undefined): Promise<void> {
    const { statement, uri } = await shippedStatement(this.#extension, question.path);
    const all: Readonly<Record<string, ParameterValue>> = {
      ...days,
      [question.parameter]: entity.value,
      kind: entity.kind,
      tenant: entity.tenantId ?? "",
      fact: "",
      factValue: "",
    };
    const used = usedParameters(statement);
    const params = Object.fromEntries(used.flatMap(({ name }) => (name in all ? [[name, all[name] ?? null]] : [])));
    if (cell !== undefined && !cell.notebook.isClosed) {
      const written = { ...params, ...(await this.#daysFor(cell, statement, days)) };
      await addCell(cell, `-- ${question.label}\n${cellText(statement, written)}`);
      return;
    }
    const title = `${statement.title} · ${entity.value}`;
    const key = `question:${JSON.stringify([entity, question.path])}`;
    await this.#runs.run({ key, statement: { ...statement, title }, uri, params });
  }

  /** The days of a new cell: those of its notebook's header where that has a range, else days of the calendar. */
  async #daysFor(
    { notebook }: NotebookCell,
    { sql, declarations }: RunnableStatement,
    days: Days,
  ): Promise<Partial<Record<"from" | "to", ParameterValue>>> {
    const { declared } = headerOfCells(notebook.getCells().map(readCell));
    const hasRange = declared.declarations.filter(isRangeEnd).length === 2;
    // A value that is no day stays a parameter.
    if (hasRange) return { from: null, to: null };
    const { from, to } = resolveRange(days, await this.#lake.heldDays({ sql, parameters: declarations }));
    return { from, to };
  }
}

/** Adds a cell under another and runs it. */
async function addCell({ notebook, index }: NotebookCell, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  const added = new NotebookCellData(NotebookCellKind.Code, text, trinoLanguage);
  edit.set(notebook.uri, [NotebookEdit.insertCells(index + 1, [added])]);
  if (!(await workspace.applyEdit(edit))) return;
  const range = new NotebookRange(index + 1, index + 2);
  await window.showNotebookDocument(notebook, { selections: [range] });
  await commands.executeCommand("notebook.cell.execute", {
    ranges: [{ start: range.start, end: range.end }],
    document: notebook.uri,
  });
}
