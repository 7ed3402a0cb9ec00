import { runToEnd } from "../../trino/statement.ts";
import { Refusal } from "./refusal.ts";
import { withoutSemicolon } from "./statement-kind.ts";

/**
 * Refuses a statement that Trino's parser cannot read, at the place in the text that was sent. Names and types are not
 * looked at: those end the query, as in Athena.
 */
export async function checkSyntax(trino: string, sql: string): Promise<void> {
  const failure = await runToEnd(trino, `PREPARE checked FROM\n${withoutSemicolon(sql)}`, { user: "parser" });
  if (failure?.errorName !== "SYNTAX_ERROR") return;
  const message = failure.message.replace(/^line (\d+):/, (_, line: string) => `line ${Number(line) - 1}:`);
  throw new Refusal(message, "InvalidRequestException", "MALFORMED_QUERY");
}
