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

/** Reads a file. Never fails. */
export function readLanguageFile(text: string): LanguageFile {
  const block = findHeader(text);
  const header = readHeader(text);
  const parameters = header?.header.params ?? [];
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
 * The statement that is being written at an offset: the one around it, or the last that ends before it where no
 * semicolon and no more than blanks stand between; the offset within it. `undefined` where a new one would begin.
 */
export function statementUnder(file: LanguageFile, offset: number): { text: string; start: number } | undefined {
  const inside = file.statements.find(({ start, end }) => start <= offset && offset <= end);
  if (inside !== undefined) return { text: inside.text, start: inside.start };
  const before = file.statements.findLast(({ end }) => end < offset);
  if (before === undefined || before.fullEnd !== before.end) return undefined;
  return { text: file.text.slice(before.start, offset), start: before.start };
}
