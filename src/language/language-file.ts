import type { ParameterDeclaration } from "../protocol/query-parameters.ts";
import { fileBounds } from "../sqlfile/file-bounds.ts";
import { findHeader, readHeader } from "../sqlfile/header.ts";
import type { HeaderBlock } from "../sqlfile/header-types.ts";
import { type Statement, splitStatements } from "../sqlfile/statements.ts";
import type { ParameterTypes } from "./statement/typed-pieces.ts";

/** A `.sql` file as the language features read it, once for each of its versions. */
export interface LanguageFile {
  readonly text: string;
  readonly header: HeaderBlock | undefined;
  /** Where the YAML of the header lies. */
  readonly yaml: { readonly start: number; readonly end: number } | undefined;
  readonly statements: readonly Statement[];
  readonly parameters: readonly ParameterDeclaration[];
  readonly parameterTypes: ParameterTypes;
}

/** Whether a file is so long that nothing is told about it. */
export function isTooLong(length: number): boolean {
  return length > fileBounds.characters;
}

/**
 * Reads a file. Never fails.
 *
 * @param outerHeader the header of the notebook of which the text is a cell, as it stands in the file.
 */
export function readLanguageFile(text: string, outerHeader = ""): LanguageFile {
  const block = findHeader(text);
  const header = readHeader(text);
  const parameters = (header ?? readHeader(outerHeader))?.header.params ?? [];
  return {
    text,
    header,
    yaml: block && { start: block.yamlStart, end: block.yamlEnd },
    statements: splitStatements(text),
    parameters,
    parameterTypes: Object.fromEntries(parameters.map(({ name, type }) => [name, type])),
  };
}

/**
 * The statement that is being written at an offset: the one around it, its semicolon left out, or the last one before it
 * where no semicolon ends that. `undefined` where a new one would begin.
 */
export function statementUnder(file: LanguageFile, offset: number): { text: string; start: number } | undefined {
  const begun = file.statements.findLast(({ start }) => start <= offset);
  if (begun === undefined) return undefined;
  const { text, start, end, fullEnd } = begun;
  if (offset <= end) return { text, start };
  const isEnded = fullEnd > end && offset >= fullEnd;
  return isEnded ? undefined : { text: file.text.slice(start, offset), start };
}
