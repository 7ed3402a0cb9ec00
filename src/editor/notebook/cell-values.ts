import type { Uri } from "vscode";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { ParameterPrompts } from "../queries/ask-parameters.ts";
import { formatParameter } from "../queries/parameter-text.ts";
import type { RunnableStatement } from "../queries/runnable-statements.ts";
import { usedParameters } from "../queries/used-parameters.ts";
import type { NotebookValues } from "./notebook-values.ts";

type Values = Readonly<Record<string, ParameterValue>>;

/**
 * The values that a cell's statement runs with: those set in the notebook's form, and what a person types for the
 * others that have no default. What was typed is set for the whole notebook only where a form shows it; else it is asked
 * for at each run, with what was typed last filled in.
 *
 * @throws TenantTrailError `bad-argument` for a value that does not fit; CancelledError when the person closes a box.
 */
export async function valuesOfCell(
  notebook: { readonly uri: Uri; readonly hasForm: boolean },
  statement: RunnableStatement,
  values: NotebookValues,
  prompts: Pick<ParameterPrompts, "complete">,
): Promise<Values> {
  const used = usedParameters(statement);
  const set = notebook.hasForm ? values.of(notebook.uri, used, statement.declarations) : {};
  const complete = await prompts.complete(statement, set);
  if (!notebook.hasForm) return complete;
  for (const { name, default: preset } of used) {
    const value = complete[name];
    if (value !== undefined && preset === undefined && !Object.hasOwn(set, name))
      await values.set(notebook.uri, name, formatParameter(value));
  }
  return complete;
}
