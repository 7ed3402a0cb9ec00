import { commands, Disposable, type Memento, notebooks, Uri, workspace } from "vscode";
import type { RowValues } from "../../protocol/aws/dashboard-link.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { ShownCells } from "../keeping/shown-cells.ts";
import { laterOnce } from "../platform/cancellation.ts";
import { fieldsOf } from "../platform/remembered.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import { commandIds } from "../registry/command-ids.ts";
import { notebookType } from "../registry/view-ids.ts";
import { type CellRunParts, CellRuns } from "./cell-runs.ts";
import { CellStatus } from "./cell-status.ts";
import { HeldRuns } from "./held-runs.ts";
import { NotebookValues } from "./notebook-values.ts";
import { chooseSqlEditor, openAsNotebook, openAsText, openRefusedAsText } from "./open-as.ts";
import { keepOutputs } from "./outputs/keep-outputs.ts";
import { ParameterForms } from "./parameter-forms.ts";
import { RendererChannels } from "./renderer-channels.ts";
import { answerRunRequests, type RunRequestParts } from "./run-requests.ts";
import { SqlControllers } from "./sql-controllers.ts";
import { SqlSerializer } from "./sql-serializer.ts";

interface NotebookParts
  extends Omit<CellRunParts, "held" | "values" | "shownCells">,
    Pick<RunRequestParts, "fillGaps"> {
  readonly engines: EngineChoice;
  readonly errors: ErrorPresenter;
  /** Where values of parameters are remembered: the workspace's state. */
  readonly memory: Pick<Memento, "get" | "update">;
  readonly dashboards: { readonly openForRow: RunRequestParts["openDashboard"] };
}

/** `.sql` files as notebooks: reading and writing them, running their cells, and going from text to notebook and back. */
export function registerNotebook(parts: NotebookParts): Disposable {
  const { engines, errors, lake, record, dashboards } = parts;
  const values = new NotebookValues(parts.memory);
  const held = new HeldRuns(lake, record);
  const runs = new CellRuns({ ...parts, values, held, shownCells: new ShownCells(parts.memory) });
  const runRequests = { ...parts, held, openDashboard: (row: RowValues) => dashboards.openForRow(row) };
  const forms = new ParameterForms(values, parts.connections, parts.parameters.ownApps, record);
  const refused = (error: unknown): void => {
    void errors.show(error);
    // The tab says that it failed once this has been thrown.
    laterOnce(100, () => void openRefusedAsText().catch(record));
  };
  const channels = new RendererChannels((connection, subject, notebook) => {
    if (subject === "form") forms.answer(connection, notebook);
    else answerRunRequests(connection, subject.replace(/^run\//, ""), notebook, runRequests);
  });
  const { connections } = parts;
  // A folder has one engine, and is opened when something is asked of it.
  const learnEngines = async (): Promise<void> => {
    if (connections.current === undefined && (await connections.findDefault())?.kind === "aws")
      await connections.open();
  };
  const status = new CellStatus();
  return Disposable.from(
    status,
    notebooks.registerNotebookCellStatusBarItemProvider(notebookType, status),
    held,
    forms,
    channels,
    new SqlControllers(engines, runs, () => learnEngines().catch(record), record),
    workspace.registerNotebookSerializer(notebookType, new SqlSerializer(refused), { transientOutputs: true }),
    commands.registerCommand(commandIds.chooseSqlEditor, () => errors.guard(chooseSqlEditor)),
    commands.registerCommand(commandIds.openAsNotebook, (uri?: unknown) =>
      errors.guard(() => openAsNotebook(uriOf(uri))),
    ),
    commands.registerCommand(commandIds.keepOutputs, (given?: unknown) =>
      errors.guard(() => keepOutputs(lake, uriOf(given))),
    ),
    commands.registerCommand(commandIds.openAsText, (uri?: unknown) => errors.guard(() => openAsText(uriOf(uri)))),
  );
}

/** The toolbar of a notebook gives its buttons another thing than the editor's title does. */
function uriOf(given: unknown): Uri | undefined {
  const { notebookEditor } = fieldsOf(given);
  if (given instanceof Uri) return given;
  const { notebookUri } = fieldsOf(notebookEditor);
  return notebookUri instanceof Uri ? notebookUri : undefined;
}
