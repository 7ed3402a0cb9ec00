import type { ValueMeanings } from "../../../src/protocol/result-page.ts";

/** What values stand for, by column and by the value's text. */
export type Meanings = ReadonlyMap<number, Readonly<Record<string, string>>>;

export function meaningsByColumn(meanings: readonly ValueMeanings[] | undefined): Meanings {
  return new Map(meanings?.map(({ column, values }) => [column, values]));
}
