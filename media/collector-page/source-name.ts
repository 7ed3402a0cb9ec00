import type { OfferedSource } from "../../src/protocol/collector-page.ts";

/** A source by its table and, where a table has several, what sets it apart. */
export function sourceName({ tableTitle, title }: Pick<OfferedSource, "tableTitle" | "title">): string {
  return tableTitle.toLowerCase() === title ? tableTitle : `${tableTitle}, ${title}`;
}
