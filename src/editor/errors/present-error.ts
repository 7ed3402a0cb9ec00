import { commands } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { Log } from "../shown/log.ts";
import { tell } from "../shown/messages.ts";
import { runsInTerminal, succeedsInTerminal } from "../shown/terminal.ts";
import { nextStepFor } from "./next-step.ts";

/** Makes anything that was thrown a `TenantTrailError`, so that it has a code. */
export function toTenantTrailError(error: unknown): TenantTrailError {
  if (error instanceof TenantTrailError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new TenantTrailError("internal", t("Something failed that TenantTrail did not expect: {0}", reason), {
    cause: error,
  });
}

/** Tells a person about failures: the sentence, and the button that does the next step. */
export class ErrorPresenter {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Writes a failure to the log with its cause. */
  record(error: unknown): void {
    if (error instanceof CancelledError) return;
    this.#log.error(error);
    if (error instanceof Error && error.cause instanceof Error) this.#log.error(error.cause);
  }

  /** Shows a failure; a cancellation is none. `retry` is what the Retry button runs. */
  async show(error: unknown, retry?: () => unknown): Promise<void> {
    if (error instanceof CancelledError) return;
    this.record(error);
    const failure = toTenantTrailError(error);
    const step = nextStepFor(failure.code);
    const command = step?.kind === "command" ? step : undefined;
    const again = step?.kind === "retry" ? t("Retry") : command?.orRetry ? t("Try again") : undefined;
    const signIn = failure.command !== undefined && runsInTerminal(failure.command) ? t("Sign in") : undefined;
    const buttons = [signIn, command?.label, retry && again].filter((label) => label !== undefined);
    const chosen = await tell("error", failure.message, buttons);
    if (chosen === undefined) return;
    if (failure.command !== undefined && chosen === signIn) {
      if (await succeedsInTerminal(failure.command)) await retry?.();
    } else if (chosen === command?.label) await commands.executeCommand(command.command);
    else await retry?.();
  }

  /** Runs what a person asked for; a failure is shown, with a retry of the same, and answered with `undefined`. */
  async guard<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      void this.show(error, () => this.guard(work));
      return undefined;
    }
  }
}
