import { knownFunctions, parametersOf } from "../functions/known-functions.ts";
import type { SignatureHelp } from "../language-answers.ts";
import { type LanguageFile, statementUnder } from "../language-file.ts";
import { type CodeTokens, codeTokens } from "../statement/code-tokens.ts";

/** How the function is called whose brackets are around an offset. Never fails. */
export function signatureHelp(file: LanguageFile, offset: number): SignatureHelp | undefined {
  if (file.header !== undefined && offset < file.header.end) return undefined;
  const statement = statementUnder(file, offset);
  if (statement === undefined) return undefined;
  const tokens = codeTokens(statement.text);
  const call = callAround(tokens, offset - statement.start);
  const known = call && knownFunctions.get(call.name);
  if (known === undefined || call === undefined) return undefined;
  const signatures = known.calls.map((label) => ({
    label,
    documentation: known.gives,
    parameters: parametersOf(label),
  }));
  const active = signatures.findIndex(({ parameters }) => parameters.length > call.argument);
  const chosen = active === -1 ? signatures.length - 1 : active;
  const most = (signatures[chosen]?.parameters.length ?? 1) - 1;
  return { signatures, active: chosen, activeParameter: Math.min(call.argument, Math.max(most, 0)) };
}

/** The name of the innermost call around an offset, in lower case, and which of its arguments is written there. */
function callAround({ all, closings }: CodeTokens, offset: number): { name: string; argument: number } | undefined {
  const open: { name: string; argument: number }[] = [];
  for (let index = 0; index < all.length; index++) {
    const token = all[index];
    if (token === undefined || token.start >= offset) break;
    if (token.word === "(" || token.word === "[") {
      const closed = closings.get(index);
      const before = all[index - 1];
      if (closed !== undefined && (all[closed]?.end ?? 0) <= offset) index = closed;
      else open.push({ name: token.word === "(" && before?.kind === "word" ? before.word : "", argument: 0 });
    } else if (token.word === ",") {
      const call = open.at(-1);
      if (call !== undefined) call.argument++;
    }
  }
  return open.at(-1);
}
