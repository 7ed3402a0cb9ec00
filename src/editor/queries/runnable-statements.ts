import { TenantTrailError, type TextPlace } from "../../protocol/errors.ts";
import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { readHeader } from "../../sqlfile/header.ts";
import { placeOf } from "../../sqlfile/place.ts";
import { type Statement, splitStatements, statementAt } from "../../sqlfile/statements.ts";

/** A statement ready to be run: its text, what to call it, and what its file's header says of its parameters. */
export interface RunnableStatement {
  readonly sql: string;
  readonly title: string;
  /** Where the text begins in its file. */
  readonly start: TextPlace;
  readonly declarations: readonly ParameterDeclaration[];
}

/**
 * The statements of a file in order, titled by its header or else by its name; numbered when there are several.
 *
 * @param name of the file, without folder.
 */
export function runnableStatements(text: string, name: string): readonly RunnableStatement[] {
  const header = readHeader(text)?.header;
  const title = header?.title ?? name;
  const statements = splitStatements(text);
  return statements.map((statement, index) => ({
    sql: statement.text,
    title: statements.length === 1 ? title : `${title} (${index + 1})`,
    start: statement.place,
    declarations: header?.params ?? [],
  }));
}

/** Which of a file's statements a cursor at a UTF-16 offset means; `undefined` when the file has none. */
export function statementIndexAt(text: string, offset: number): number | undefined {
  const meant = statementAt(text, offset);
  return meant && splitStatements(text).findIndex((statement: Statement) => statement.start === meant.start);
}

/** A part of a file that a person selected, from a UTF-16 offset on; it may hold part of a statement. */
export function runnableSelection(text: string, start: number, end: number, name: string): RunnableStatement {
  const header = readHeader(text)?.header;
  return {
    sql: text.slice(start, end),
    title: `${header?.title ?? name} (selection)`,
    start: placeOf(text, start),
    declarations: header?.params ?? [],
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
