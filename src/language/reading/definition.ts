import { tableReference } from "../../tables/reference.ts";
import { declaredColumn } from "../completion/column-items.ts";
import { declarationOf } from "../diagnostics/file-findings.ts";
import { lakeTables } from "../knowledge/lake-tables.ts";
import type { TextRange } from "../language-answers.ts";
import { type LanguageFile, statementUnder } from "../language-file.ts";
import { isName, nameText } from "../statement/code-tokens.ts";
import { columnOfPath } from "../statement/column-path.ts";
import { operandBefore } from "../statement/cursor.ts";
import { StatementScope } from "../statement/statement-scope.ts";
import type { TypedPieces } from "../statement/typed-pieces.ts";

/** Where a name is declared: a stretch of the file, or a line of the reference of tables, counted from 0. */
export type Definition = { readonly inFile: TextRange } | { readonly referenceLine: number };

/** Where the name at an offset is declared. Never fails. */
export function definition(file: LanguageFile, offset: number, types: TypedPieces): Definition | undefined {
  const statement = statementUnder(file, offset);
  if (statement === undefined) return undefined;
  const at = offset - statement.start;
  const scope = new StatementScope(statement.text, at, types, file.parameterTypes);
  const { tokens } = scope;
  const index = tokens.all.findIndex(({ start, end }) => start <= at && at <= end);
  const token = tokens.all[index];
  if (token === undefined) return undefined;
  const written = tokens.text.slice(token.start, token.end);
  if (token.kind === "parameter") {
    const start = declarationOf(file, written.slice(1));
    return start === undefined ? undefined : { inFile: { start, end: start + written.length - 1 } };
  }
  if (!isName(token)) return undefined;
  const name = nameText(tokens, token);
  const isNamed = scope.namedQueries.some((query) => query.toLowerCase() === name.toLowerCase());
  const declared = isNamed ? namedQuery(scope, name) : undefined;
  if (declared !== undefined)
    return { inFile: { start: statement.start + declared.start, end: statement.start + declared.end } };
  const path = operandBefore(tokens, index + 1)
    .replaceAll('"', "")
    .split(".");
  const found = columnOfPath(scope, path);
  const column = found && declaredColumn(found.column);
  if (found?.column.origin !== undefined && column !== undefined)
    return referenceOf(found.column.origin.table, column.name);
  return lakeTables.has(name.toLowerCase()) ? referenceOf(name.toLowerCase()) : undefined;
}

function namedQuery({ levels, tokens }: StatementScope, name: string): TextRange | undefined {
  for (const { block } of levels)
    for (const query of block.named) {
      const token = tokens.all[query.name];
      if (token !== undefined && nameText(tokens, token).toLowerCase() === name.toLowerCase()) return token;
    }
  return undefined;
}

/** The line of the reference that a table, or a column of it, has. */
function referenceOf(table: string, column?: string): Definition | undefined {
  const known = lakeTables.get(table);
  if (known === undefined) return undefined;
  const lines = tableReference().split("\n");
  const heading = lines.findIndex((line) => line.startsWith(`## ${known.base ?? table}: `) || line === `### ${table}`);
  const inTable = lines.findIndex((line, index) => index > heading && line.startsWith(`| \`${column}\` |`));
  const end = lines.findIndex((line, index) => index > heading && line.startsWith("## "));
  const isCommon = inTable === -1 || (end !== -1 && inTable > end);
  const common = lines.findIndex((line) => line.startsWith(`| \`${column}\` |`));
  const line = column === undefined ? heading : isCommon ? common : inTable;
  return line === -1 ? undefined : { referenceLine: line };
}
