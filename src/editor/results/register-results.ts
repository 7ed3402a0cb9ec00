import { commands, Disposable, env } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { commandIds } from "../registry/command-ids.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";
import { statementText } from "../result-view/statement-text.ts";
import { tell } from "../shown/messages.ts";
import { countOf } from "../words/plain-amounts.ts";
import { meantResults } from "./shown-result.ts";

interface ResultsParts {
  readonly panels: ResultPanels;
  readonly errors: ErrorPresenter;
}

/** What can be done with results wherever they are shown, in panels and in cells. */
export function registerResults({ panels, errors }: ResultsParts): Disposable {
  return Disposable.from(
    commands.registerCommand(commandIds.copyStatement, (given?: unknown) =>
      errors.guard(async () => {
        const results = meantResults(panels, given);
        if (results.length === 0) throw nothingShown();
        await env.clipboard.writeText(results.map(statementText).join(";\n\n"));
        const values = results.reduce((all, { params }) => all + Object.keys(params).length, 0);
        const what =
          results.length === 1 ? t("the statement") : countOf(results.length, t("{0} statement"), t("{0} statements"));
        void tell(
          "information",
          t("Copied {0}{1}.", what, values === 0 ? "" : countOf(values, t(" with {0} value"), t(" with {0} values"))),
        );
      }),
    ),
  );
}

function nothingShown(): TenantTrailError {
  return new TenantTrailError(
    "bad-argument",
    t("No result is shown here. Run the statement first; its values are those that it ran with."),
  );
}
