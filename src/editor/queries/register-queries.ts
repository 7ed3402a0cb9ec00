import { commands, Disposable, languages, type Uri, window } from "vscode";
import { sqlLanguage, sqlLanguages } from "../../protocol/language/sql-languages.ts";
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
    languages.registerCodeLensProvider([...sqlLanguages], new StatementLenses(files, engines, estimates, last)),
    commands.registerCommand(commandIds.runFile, (uri?: Uri) =>
      errors.guard(async () => {
        await chooseShown(files, uri);
        await runFile(runs, uri);
      }),
    ),
    commands.registerCommand(commandIds.runStatement, (given?: StatementArgument) =>
      errors.guard(async () => {
        await chooseShown(files, given?.uri);
        await runStatement(runs, given);
      }),
    ),
    commands.registerCommand(commandIds.chooseEngine, (given?: EngineArgument) =>
      errors.guard(() => chooseEngine(engines, given)),
    ),
    ...[commandIds.runSelection, commandIds.runHere].map((id) =>
      commands.registerCommand(id, () =>
        errors.guard(async () => {
          await chooseShown(files);
          await runSelection(runs);
        }),
      ),
    ),
  );
}

/** Who runs a file with TenantTrail has chosen it: from then on it has lenses, keys and completion. */
async function chooseShown(files: OurFiles, uri?: Uri): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined || (uri !== undefined && uri.toString() !== document.uri.toString())) return;
  if (document.languageId === sqlLanguage && !files.has(document)) await files.choose(document.uri);
}
