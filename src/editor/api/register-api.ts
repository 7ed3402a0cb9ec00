import { commands, Disposable } from "vscode";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import type { TenantTrailApi } from "./api-types.ts";

/**
 * Registers the API's functions as commands. A program calls with arguments, and a failure rejects with its `code`. A
 * person calls without any, and sees a failure with its next step.
 */
export function registerApi(api: TenantTrailApi, errors: ErrorPresenter): Disposable {
  const register = <Arguments extends unknown[]>(
    id: string,
    work: (...given: Arguments) => Promise<unknown>,
    withoutArguments: () => Promise<unknown>,
  ): Disposable =>
    commands.registerCommand(id, (...given: Arguments) =>
      given[0] === undefined ? errors.guard(withoutArguments) : work(...given),
    );
  return Disposable.from(
    register(apiCommandIds.importLogs, api.importLogs, () => api.importLogs()),
    register(apiCommandIds.collect, api.collect, () => api.collect()),
    commands.registerCommand(apiCommandIds.listDays, api.listDays),
    register(apiCommandIds.runQuery, api.runQuery, () => api.runQuery()),
    register(apiCommandIds.useConnection, api.useConnection, () => api.useConnection()),
    register(apiCommandIds.verifyIntegrity, api.verifyIntegrity, () => api.verifyIntegrity()),
    register(apiCommandIds.invokeCollector, api.invokeCollector, () => api.invokeCollector()),
    register(apiCommandIds.openDashboard, api.openDashboard, () => api.openDashboard()),
    register(apiCommandIds.deployStack, api.deployStack, () => api.deployStack()),
    register(apiCommandIds.exportEvidence, api.exportEvidence, () => api.exportEvidence()),
    register(apiCommandIds.verifyEvidence, api.verifyEvidence, () => api.verifyEvidence()),
  );
}
