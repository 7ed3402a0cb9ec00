import type { ValueMeanings } from "../../../src/protocol/result-page.ts";

/** What values stand for, by column and by the value's text. */
export type Meanings = ReadonlyMap<number, Readonly<Record<string, string>>>;

export function meaningsByColumn(meanings: readonly ValueMeanings[] | undefined): Meanings {
  const own = meanings?.filter(({ field }) => field === undefined);
  return new Map(own?.map(({ column, values }) => [column, values]));
}
