import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { errorCodes } from "../../tables/schema/error-codes.ts";
import { declaredColumn } from "../completion/column-items.ts";
import { withoutLambda } from "../completion/member-items.ts";
import { knownFunctions } from "../functions/known-functions.ts";
import { headerKeys } from "../header/header-keys.ts";
import { knownId } from "../knowledge/known-ids.ts";
import { lakeTables } from "../knowledge/lake-tables.ts";
import { sentinelColumn, sentinelTable } from "../knowledge/sentinel-names.ts";
import { typeWords } from "../knowledge/type-words.ts";
import type { Hover, TextRange } from "../language-answers.ts";
import { type LanguageFile, statementUnder } from "../language-file.ts";
import { type CodeToken, isName, nameText, tokenFrom } from "../statement/code-tokens.ts";
import { columnOfPath } from "../statement/column-path.ts";
import { operandBefore } from "../statement/cursor.ts";
import { StatementScope } from "../statement/statement-scope.ts";
import type { TypedPieces } from "../statement/typed-pieces.ts";

type Told = Pick<Hover, "heading" | "text">;

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/giy;
const number = /(?<![\p{L}\p{N}_.-])\d{4,8}(?![\p{L}\p{N}_.-])/gu;

/** What stands at an offset of a file; `undefined` for what nothing is known of. Never fails. */
export function hover(file: LanguageFile, offset: number, types: TypedPieces): Hover | undefined {
  const found = idAt(file.text, offset) ?? codeAt(file.text, offset);
  if (found !== undefined) return found;
  if (file.header !== undefined && offset < file.header.end) return headerHover(file, offset);
  const statement = statementUnder(file, offset);
  if (statement === undefined) return undefined;
  const at = offset - statement.start;
  const scope = new StatementScope(statement.text, at, types, file.parameterTypes);
  const { tokens } = scope;
  // Of two tokens that meet at the place, the one behind it; a word's end is its too.
  const first = tokenFrom(tokens, at);
  const isAtEnd = tokens.all[first]?.end === at && tokens.all[first + 1]?.start === at;
  const index = isAtEnd && isName(tokens.all[first + 1]) ? first + 1 : first;
  const token = tokens.all[index];
  if (token === undefined || token.start > at) return undefined;
  const told = tell(file.parameters, scope, index, token);
  return told && { ...told, start: statement.start + token.start, end: statement.start + token.end };
}

function tell(
  parameters: readonly ParameterDeclaration[],
  scope: StatementScope,
  index: number,
  token: CodeToken,
): Told | undefined {
  const { tokens } = scope;
  if (token.kind === "parameter") return parameterTold(tokens.text.slice(token.start + 1, token.end), parameters);
  if (!isName(token)) return undefined;
  const name = nameText(tokens, token);
  const isMember = tokens.all[index - 1]?.word === ".";
  if (!isMember && tokens.all[index + 1]?.word === "(") return functionTold(name);
  const isSource = ["from", "join", ","].includes(tokens.all[index - 1]?.word ?? "") && scope.clause?.word === "from";
  const table = isSource ? tableTold(name) : undefined;
  return table ?? columnTold(scope, index) ?? tableTold(name) ?? functionTold(name) ?? sentinelTold(scope, name);
}

/** A column, or a field of one, by the path that ends at a token. */
function columnTold(scope: StatementScope, index: number): Told | undefined {
  const path = operandBefore(scope.tokens, index + 1);
  const plain = /^[\p{L}\p{N}_."$]+$/u.test(path) ? path.replaceAll('"', "").split(".") : undefined;
  const found = plain && columnOfPath(scope, plain);
  if (found === undefined) {
    const type = scope.typeOf(withoutLambda(scope, index, path));
    return type && { heading: `${path} ${typeWords(type)}`, text: "" };
  }
  const { column, relation, fields } = found;
  const declared = declaredColumn(column);
  const type = fields.length === 0 ? column.type : scope.typeOf(path);
  const of = column.origin?.table ?? relation;
  const heading = `${[column.name, ...fields].join(".")} ${type === undefined ? "" : typeWords(type)}`.trim();
  const text = [
    fields.length > 0 ? `A field of ${column.name}: ${declared?.description ?? ""}` : declared?.description,
    of === undefined ? undefined : `Column of ${of}.${declared?.derived ? " TenantTrail computes it." : ""}`,
  ];
  return { heading, text: text.filter(Boolean).join("\n\n") };
}

function tableTold(name: string): Told | undefined {
  const table = lakeTables.get(name.toLowerCase());
  if (table === undefined) return undefined;
  const kind = table.title === undefined ? "view" : `table, ${table.title}`;
  return {
    heading: `${table.name} (${kind})`,
    text: `${table.description}\n\n${table.columns.length} columns. Event time: ${table.eventTime}. Log day: dt; a filter on it reads only those days.`,
  };
}

function functionTold(name: string): Told | undefined {
  const known = knownFunctions.get(name.toLowerCase());
  return known && { heading: known.calls.join("\n"), text: known.gives };
}

function sentinelTold(scope: StatementScope, name: string): Told | undefined {
  const tables = scope.tables().flatMap((table) => lakeTables.get(table)?.base ?? []);
  const ours = sentinelTable(name) ?? sentinelColumn(name, tables);
  return ours === undefined
    ? undefined
    : { heading: ours, text: `What Microsoft Sentinel calls ${name} is ${ours} here.` };
}

function parameterTold(name: string, parameters: readonly ParameterDeclaration[]): Told {
  const declared = parameters.find((each) => each.name === name);
  if (declared === undefined)
    return { heading: `:${name}`, text: "No header declares it: its type follows from what it is compared with." };
  const { type, description, default: fallback } = declared;
  const begins = fallback === undefined ? [] : [`Default: ${visibleText(JSON.stringify(fallback))}`];
  const text = [...(description === undefined ? [] : [visibleText(description, "kept")]), ...begins];
  return { heading: `:${name} ${type}`, text: text.join("\n\n") };
}

function headerHover({ text, yaml }: LanguageFile, offset: number): Hover | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const [, key = ""] = /^(\w+):/.exec(text.slice(start, start + 100)) ?? [];
  const docs = Object.hasOwn(headerKeys, key) ? headerKeys[key] : undefined;
  const isInside = yaml !== undefined && start >= yaml.start && offset < start + key.length;
  return docs !== undefined && isInside ? { heading: key, text: docs, start, end: start + key.length } : undefined;
}

/** The name of an application or role by its id. */
function idAt(text: string, offset: number): Hover | undefined {
  const range = matchAround(guid, text, offset, 36);
  const known = range && knownId(text.slice(range.start, range.end));
  if (range === undefined || known === undefined) return undefined;
  const told =
    known.kind === "application"
      ? "An application of Microsoft's own, the same in every tenant."
      : "A built-in role of Entra ID, the same in every tenant.";
  return { ...range, heading: known.name, text: told };
}

/** The meaning of a sign-in's error code. */
function codeAt(text: string, offset: number): Hover | undefined {
  const range = matchAround(number, text, offset, 8);
  const written = range && text.slice(range.start, range.end);
  const known = errorCodes.find(({ code }) => String(code) === written);
  if (range === undefined || known === undefined) return undefined;
  const counts = known.interrupt ? "interrupted: one more step was asked for, which is no failure" : "failure";
  return {
    ...range,
    heading: `${known.code}: ${known.meaning}`,
    text: `Error code of a sign-in (status.errorCode). Its outcome is ${counts}.`,
  };
}

/** The match of a pattern that lies around an offset, none of which is longer than a length. */
function matchAround(pattern: RegExp, text: string, offset: number, most: number): TextRange | undefined {
  const from = Math.max(0, offset - most);
  const near = text.slice(from, offset + most);
  for (let at = 0; at < near.length; at++) {
    const expression = new RegExp(pattern.source, pattern.flags.replace("y", ""));
    expression.lastIndex = at;
    const match = expression.exec(near);
    if (match === null) return undefined;
    const [start, end] = [from + match.index, from + match.index + match[0].length];
    if (start <= offset && offset < end) return { start, end };
    at = match.index;
  }
  return undefined;
}
