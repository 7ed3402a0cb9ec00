import { TenantTrailError } from "../../../protocol/errors.ts";
import type { HeldColumn } from "../held-column.ts";
import { displayText } from "../json-values.ts";
import { typeText } from "../keeping/type-text.ts";
import { isNested } from "../trino-types.ts";

/** A column of both results, as the one that it becomes. */
export interface PairedColumn {
  readonly name: string;
  readonly before: HeldColumn;
  readonly after: HeldColumn;
  /** Both have one type; JSON and a text are two, which the engine would make one of by reading the text as JSON. */
  readonly isAlike: boolean;
  /** Compared as what a grid shows, because the types differ or are nested. */
  readonly asText: boolean;
}

/** The columns of two results, by their names. */
export interface ColumnPairs {
  readonly shared: readonly PairedColumn[];
  readonly onlyBefore: readonly HeldColumn[];
  readonly onlyAfter: readonly HeldColumn[];
}

/** Pairs the columns of two results by name, ignoring case; of a name that one has twice, the first with the first. */
export function pairColumns(before: readonly HeldColumn[], after: readonly HeldColumn[]): ColumnPairs {
  const earlier = new Map(before.map((column) => [column.uniqueName.toLowerCase(), column]));
  const shared: PairedColumn[] = [];
  const onlyAfter: HeldColumn[] = [];
  for (const column of after) {
    const other = earlier.get(column.uniqueName.toLowerCase());
    earlier.delete(column.uniqueName.toLowerCase());
    if (other === undefined) onlyAfter.push(column);
    else {
      const isAlike = typeText(column.type) === typeText(other.type);
      const asText = !isAlike || isNested(column.type);
      shared.push({ name: column.uniqueName, before: other, after: column, isAlike, asText });
    }
  }
  return { shared, onlyBefore: [...earlier.values()], onlyAfter };
}

/** @throws TenantTrailError `bad-argument` for no key, and for one that is no column of both. */
export function keyColumns(shared: readonly PairedColumn[], keys: readonly string[]): readonly PairedColumn[] {
  if (keys.length === 0)
    throw new TenantTrailError("bad-argument", "A comparison needs a column that tells the rows apart, such as an id.");
  return keys.map((key) => {
    const found = shared.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    if (found !== undefined) return found;
    throw new TenantTrailError("bad-argument", `${key} is no column of both results, so that it cannot be their key.`);
  });
}

/** A side's value of a column, by which it is compared. */
export function comparedValue(
  { before, after, asText }: PairedColumn,
  side: "before" | "after",
  alias: string,
): string {
  const column = side === "before" ? before : after;
  const value = columnValue(column, alias);
  return asText ? displayText(value, column.type) : value;
}

/** A column's value in a table that is called `alias`. */
export function columnValue({ sql }: HeldColumn, alias: string): string {
  return sql.replace(/^held\./, `${alias}.`);
}
