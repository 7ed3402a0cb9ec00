import { t } from "../../base/translated.ts";
import type { ChartDeclaration } from "../../protocol/chart/chart-spec.ts";
import { TenantTrailError, type TextPlace } from "../../protocol/errors.ts";
import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import type { ResultGuide } from "../../protocol/result-page.ts";
import { fileBounds } from "../../sqlfile/file-bounds.ts";
import { readHeader } from "../../sqlfile/header.ts";
import type { Header } from "../../sqlfile/header-types.ts";
import { guideOf } from "../../sqlfile/naming/guide-of.ts";
import { statementName } from "../../sqlfile/naming/statement-name.ts";
import { placeOf } from "../../sqlfile/place.ts";
import { type Statement, splitStatements, statementAt } from "../../sqlfile/statements.ts";
import { formatCount } from "../words/plain-amounts.ts";

/** A statement ready to be run: its text, what to call it, and what its file's header says of its parameters. */
export interface RunnableStatement {
  readonly sql: string;
  readonly title: string;
  /** Where the text begins in its file. */
  readonly start: TextPlace;
  readonly declarations: readonly ParameterDeclaration[];
  /** The chart that its file's header declares; of several statements it suits those that have its columns. */
  readonly chart?: ChartDeclaration;
  /** What a hit means, where its file is a detection. */
  readonly guide?: ResultGuide;
  /** What is wrong with the parameters in the header, at its place in the file: the statement cannot be run with it. */
  readonly mistake?: TenantTrailError;
}

/**
 * The statements of a file in order, titled by its header or else by its name; when there are
 * several, by what each reads and numbered.
 *
 * @param name of the file, without folder.
 * @throws TenantTrailError `bad-argument` for a file beyond `fileBounds`.
 */
export function runnableStatements(text: string, name: string): readonly RunnableStatement[] {
  requireReadable(text);
  const statements = splitStatements(text, fileBounds.statements + 1);
  if (statements.length > fileBounds.statements) {
    throw new TenantTrailError(
      "bad-argument",
      t(
        "This file has more than {0} statements. Select those to run, or run one by its lens.",
        formatCount(fileBounds.statements),
      ),
    );
  }
  return statements.map(titled(text, name, statements));
}

/**
 * One statement of a file, counted from 0; `undefined` when there is none. Nothing behind it is read.
 *
 * @throws TenantTrailError `bad-argument` for a file of more characters than `fileBounds`.
 */
export function runnableStatement(text: string, name: string, index: number): RunnableStatement | undefined {
  requireReadable(text);
  const statements = splitStatements(text, Math.max(index, 1) + 1);
  const meant = statements[index];
  return meant && titled(text, name, statements)(meant, index);
}

/**
 * Which of a file's statements a cursor at a UTF-16 offset means; `undefined` when the file has none.
 *
 * @throws TenantTrailError `bad-argument` for a file of more characters than `fileBounds`.
 */
export function statementIndexAt(text: string, offset: number): number | undefined {
  requireReadable(text);
  return statementAt(text, offset)?.index;
}

/** Of several statements each is called by what is its own first, because a tab shows the beginning alone. */
function titled(text: string, name: string, all: readonly Statement[]) {
  const { header, declared } = headerOf(text);
  const title = header?.title ?? name;
  return (statement: Statement, index: number): RunnableStatement => {
    const own = statementName(text.slice(all[index - 1]?.fullEnd ?? 0, statement.start), statement.text);
    const numbered = `${title} (${index + 1})`;
    return {
      sql: statement.text,
      title: all.length < 2 ? title : own === undefined ? numbered : `${own} · ${numbered}`,
      start: statement.place,
      ...declared,
    };
  };
}

/** A file's header, and what it says of parameters. */
export function headerOf(text: string): {
  readonly header: Header | undefined;
  readonly declared: Pick<RunnableStatement, "declarations" | "mistake" | "chart" | "guide">;
} {
  const block = readHeader(text);
  const wrong = block?.diagnostics.find(({ severity, about }) => severity === "error" && about === "params");
  const mistake = wrong && new TenantTrailError("bad-argument", wrong.message, { place: wrong.place });
  const declarations = block?.header.params ?? [];
  const chart = block?.header.chart;
  const guide = block && guideOf(block.header);
  return {
    header: block?.header,
    declared: { declarations, ...(mistake && { mistake }), ...(chart && { chart }), ...(guide && { guide }) },
  };
}

function requireReadable(text: string): void {
  if (text.length <= fileBounds.characters) return;
  throw new TenantTrailError(
    "bad-argument",
    t("This file has more than {0} characters. Select the statement to run.", formatCount(fileBounds.characters)),
  );
}

/** A part of a file that a person selected, from a UTF-16 offset on; it may hold part of a statement. */
export function runnableSelection(text: string, start: number, end: number, name: string): RunnableStatement {
  const { header, declared } = headerOf(text);
  return {
    sql: text.slice(start, end),
    title: t("{0} (selection)", header?.title ?? name),
    start: placeOf(text, start),
    ...declared,
  };
}

/** Where a place in a statement lies in the file, when the statement begins at `start`. */
export function placeInFile(start: TextPlace, place: TextPlace): TextPlace {
  return {
    ...place,
    line: start.line + place.line - 1,
    column: place.line === 1 ? start.column + place.column - 1 : place.column,
  };
}

/**
 * A statement's failure as one of the file that it is from: its place, and its words without the place in the statement,
 * which would be another one.
 */
export function failureInFile(start: TextPlace, failure: TenantTrailError): TenantTrailError {
  if (failure.place === undefined) return failure;
  const message = failure.message.replace(/ \(line \d+, column \d+\)$/, "");
  return new TenantTrailError(failure.code, message, { cause: failure, place: placeInFile(start, failure.place) });
}
