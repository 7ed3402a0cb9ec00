import { commands, Disposable, Uri } from "vscode";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { commandIds } from "../registry/command-ids.ts";
import { makeSampleLake } from "./make-sample-lake.ts";
import { newNotebook, newQuery } from "./new-query.ts";
import { Sample, type SampleParts } from "./sample.ts";

/** The first steps of a person: the sample lake and its attacker, and the first question and notebook of their own. */
export function registerStart(
  parts: Omit<SampleParts, "makeSampleLake"> & { readonly errors: ErrorPresenter },
): Disposable {
  const { extension, errors } = parts;
  const commandLine = Uri.joinPath(extension, "dist", "cli.mjs");
  const sample = new Sample({
    ...parts,
    makeSampleLake: (folder, say, signal) => makeSampleLake(commandLine.fsPath, folder, say, signal),
  });
  const on = (id: string, act: () => Promise<void>): Disposable =>
    commands.registerCommand(id, () => errors.guard(act));
  return Disposable.from(
    on(commandIds.openSample, () => sample.open()),
    on(commandIds.findAttacker, () => sample.findAttacker()),
    on(commandIds.followAttacker, () => sample.followAttacker()),
    on(commandIds.newQuery, () => newQuery(extension)),
    on(commandIds.newNotebook, () => newNotebook(extension)),
  );
}
