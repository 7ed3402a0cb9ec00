import { parseStatement } from "../parse/parse-statement.ts";
import type { Expression } from "../parse/syntax.ts";
import { join, render, type Sql } from "../text/sql-text.ts";
import type { Printing } from "./print-expression.ts";
import { type ParameterValues, printingOf } from "./print-parameters.ts";
import { isList, printElements, printValue } from "./print-value.ts";

type Parameter = Extract<Expression, { kind: "parameter" }>;
type In = Extract<Expression, { kind: "in" }>;

/** What stands in place of a stretch of the text; a stretch without length is an insertion. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A statement with each parameter written as a literal of the type that it has at its place, so that it runs again as it
 * is, on this machine and on Athena. Everything else of the text, comments too, stays as it was written.
 * @throws TenantTrailError for a text that is no statement; `missing-parameter`; `bad-argument` for a value that has no
 * literal of its type.
 */
export function writeValues(source: string, parameters: ParameterValues): string {
  const printing = printingOf(parameters);
  const edits: Edit[] = [];
  collect(parseStatement(source), printing, edits);
  const parts: string[] = [];
  let end = 0;
  // Of several at one place the order is that in which they were found, from the outside in and out again.
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    // `LIMIT:most` is two words, and `LIMIT10` would be one: an alias, behind a table.
    const joins = /\w/.test(source.slice(edit.start - 1, edit.start)) && /^\w/.test(edit.text);
    parts.push(source.slice(end, edit.start), joins ? " " : "", edit.text);
    end = edit.end;
  }
  return [...parts, source.slice(end)].join("");
}

/** Every node of a tree, whatever it is called: a parameter may stand wherever an expression does. */
function collect(node: unknown, printing: Printing, edits: Edit[]): void {
  if (typeof node !== "object" || node === null) return;
  if (isKind<In>(node, "in")) {
    const [only] = node.items;
    if (only !== undefined && node.items.length === 1 && isKind<Parameter>(only, "parameter"))
      writeIn(node, only, printing, edits);
    else for (const part of [node.value, ...node.items]) collect(part, printing, edits);
    return;
  }
  if (isKind<Parameter>(node, "parameter")) {
    const value = printing.valueOf(node.name);
    edits.push({ ...node, text: written(printValue(value, printing.typeAt(node.name, node.start))) });
    return;
  }
  if ("limit" in node || "offset" in node) {
    for (const [name, part] of Object.entries(node))
      if (isKind<Parameter>(part, "parameter") && (name === "limit" || name === "offset"))
        writeCount(part, printing, edits);
      else collect(part, printing, edits);
    return;
  }
  for (const part of Object.values(node)) collect(part, printing, edits);
}

/** `x IN :list`: the list's elements in brackets. Brackets hold one at least, so an empty list decides beside them. */
function writeIn({ value, negated, bare, start, end }: In, name: Parameter, printing: Printing, edits: Edit[]): void {
  const given = printing.valueOf(name.name);
  const type = printing.typeAt(name.name, name.start);
  const items = isList(given)
    ? printElements(given, type.kind === "array" ? type.element : type)
    : [printValue(given, type)];
  const isEmpty = items.length === 0;
  const inside = isEmpty ? "NULL" : written(join(items, ", "));
  if (isEmpty) edits.push({ start, end: start, text: negated ? "(TRUE OR " : "(FALSE AND " });
  collect(value, printing, edits);
  edits.push({ ...name, text: bare ? `(${inside})` : inside });
  if (isEmpty) edits.push({ start: end, end, text: ")" });
}

/** Trino's grammar takes a bare whole number after LIMIT and OFFSET. */
function writeCount(name: Parameter, printing: Printing, edits: Edit[]): void {
  const text = String(printing.valueOf(name.name));
  if (/^\d+$/.test(text)) edits.push({ ...name, text });
  else collect(name, printing, edits);
}

function written(piece: Sql): string {
  return render(piece, new Set()).text;
}

function isKind<Node extends Expression>(node: unknown, kind: Node["kind"]): node is Node {
  return typeof node === "object" && node !== null && "kind" in node && node.kind === kind;
}
