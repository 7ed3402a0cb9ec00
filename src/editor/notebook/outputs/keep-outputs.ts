import { type Uri, window, workspace } from "vscode";
import { t } from "../../../base/translated.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { notebookType } from "../../registry/view-ids.ts";
import { tell } from "../../shown/messages.ts";
import { countOf } from "../../words/plain-amounts.ts";
import { keepOutputsBeside, type OutputsOutcome } from "./outputs-file.ts";

/**
 * Keeps the outputs of a notebook in a file beside its own, and says where.
 * @param given the notebook's file; left out, the active notebook.
 * @throws TenantTrailError `bad-argument` where no notebook is open, and as `keepOutputsBeside`.
 */
export async function keepOutputs(lake: Pick<LakeService, "readWindow">, given?: Uri): Promise<OutputsOutcome> {
  const uri = given ?? window.activeNotebookEditor?.notebook.uri;
  const notebook = workspace.notebookDocuments.find(
    (open) => open.notebookType === notebookType && open.uri.toString() === uri?.toString(),
  );
  if (notebook === undefined)
    throw new TenantTrailError("bad-argument", t("No notebook is open. Open a .sql file as a notebook first."));
  const outcome = await keepOutputsBeside(notebook, lake);
  void tell(outcome.leftOut === 0 ? "information" : "warning", told(outcome));
  return outcome;
}

function told({ uri, results, cut, leftOut }: OutputsOutcome): string {
  const name = uri.path.split("/").at(-1) ?? uri.path;
  const kept = countOf(
    results,
    t("Kept {0} result in {1}, for everybody who can read that file."),
    t("Kept {0} results in {1}, for everybody who can read that file."),
    name,
  );
  const first = countOf(cut, t("Of {0} of them only the first rows."), t("Of {0} of them only the first rows."));
  const without = countOf(
    leftOut,
    t("{0} result was left out: its rows still arrive, or the file has no place for so many columns or results."),
    t("{0} results were left out: their rows still arrive, or the file has no place for so many columns or results."),
  );
  return [kept, ...(cut === 0 ? [] : [first]), ...(leftOut === 0 ? [] : [without])].join(" ");
}
