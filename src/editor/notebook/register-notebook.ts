import { commands, Disposable, Uri, workspace } from "vscode";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { fieldsOf } from "../platform/remembered.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import { commandIds } from "../registry/command-ids.ts";
import { notebookType } from "../registry/view-ids.ts";
import { type CellRunParts, CellRuns } from "./cell-runs.ts";
import { HeldRuns } from "./held-runs.ts";
import type { NotebookValues } from "./notebook-values.ts";
import { openAsNotebook, openAsText } from "./open-as.ts";
import { SqlControllers } from "./sql-controllers.ts";
import { SqlSerializer } from "./sql-serializer.ts";

interface NotebookParts extends Omit<CellRunParts, "held"> {
  readonly engines: EngineChoice;
  readonly values: NotebookValues;
  readonly errors: ErrorPresenter;
}

/** `.sql` files as notebooks: reading and writing them, running their cells, and going from text to notebook and back. */
export function registerNotebook(parts: NotebookParts): Disposable {
  const { engines, errors, lake, record } = parts;
  const held = new HeldRuns(lake, record);
  const runs = new CellRuns({ ...parts, held });
  return Disposable.from(
    held,
    new SqlControllers(engines, runs),
    workspace.registerNotebookSerializer(notebookType, new SqlSerializer(), { transientOutputs: true }),
    commands.registerCommand(commandIds.openAsNotebook, (uri?: unknown) =>
      errors.guard(() => openAsNotebook(uriOf(uri))),
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
