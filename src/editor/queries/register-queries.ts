import { commands, Disposable, languages, type Uri } from "vscode";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { commandIds } from "../registry/command-ids.ts";
import type { EngineChoice } from "./engine-choice.ts";
import type { LastValues } from "./last-values.ts";
import type { ScanEstimates } from "./lenses/scan-estimates.ts";
import { StatementLenses } from "./lenses/statement-lenses.ts";
import type { OurFiles } from "./our-files.ts";
import type { PanelRuns } from "./panel-runs.ts";
import {
  chooseEngine,
  type EngineArgument,
  runFile,
  runSelection,
  runStatement,
  type StatementArgument,
} from "./run-commands.ts";

/** Running from a `.sql` file: the lenses, and the commands for a file, a statement and a selection. */
export function registerQueries(
  files: OurFiles,
  engines: EngineChoice,
  estimates: ScanEstimates,
  last: LastValues,
  runs: PanelRuns,
  errors: ErrorPresenter,
): Disposable {
  return Disposable.from(
    languages.registerCodeLensProvider({ language: "sql" }, new StatementLenses(files, engines, estimates, last)),
    commands.registerCommand(commandIds.runFile, (uri?: Uri) => errors.guard(() => runFile(runs, uri))),
    commands.registerCommand(commandIds.runStatement, (given?: StatementArgument) =>
      errors.guard(() => runStatement(runs, given)),
    ),
    commands.registerCommand(commandIds.chooseEngine, (given?: EngineArgument) =>
      errors.guard(() => chooseEngine(engines, given)),
    ),
    commands.registerCommand(commandIds.runSelection, () => errors.guard(() => runSelection(runs))),
  );
}
