import { commands, Disposable } from "vscode";
import { t } from "../../../base/translated.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { Connections } from "../../connections/connections.ts";
import type { ErrorPresenter } from "../../errors/present-error.ts";
import type { OutcomeDocuments } from "../../outcomes/outcome-documents.ts";
import { commandIds } from "../../registry/command-ids.ts";
import { alarmDetails } from "./alarm-words.ts";
import type { CollectorFunctions } from "./collector-functions.ts";

/** What a stack's functions failed of, and the states of its alarms, as documents. */
export function registerFunctions(parts: {
  readonly functions: CollectorFunctions;
  readonly connections: Connections;
  readonly outcomes: OutcomeDocuments;
  readonly lake: LakeService;
  readonly errors: ErrorPresenter;
}): Disposable {
  const { functions, connections, outcomes, lake, errors } = parts;
  return Disposable.from(
    commands.registerCommand(commandIds.showFailedRuns, () => errors.guard(() => functions.showFailedRuns())),
    commands.registerCommand(commandIds.showAlarms, () =>
      errors.guard(async () => {
        await connections.require();
        await outcomes.open(t("Alarms"), alarmDetails(await lake.alarmStates({})));
      }),
    ),
  );
}
