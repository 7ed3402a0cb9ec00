import { isRecord, type JsonRecord, nonEmptyText } from "../../base/json-record.ts";

/** The text of the cell under a header; undefined when it is absent or empty. */
export type CellReader = (header: string) => string | undefined;

/** Reads cells whatever the case of the headers, which differs between generations of the portal. */
export function cellReader(row: JsonRecord): CellReader {
  const byHeader = new Map(Object.entries(row).map(([header, value]) => [header.toLowerCase(), value]));
  return (header) => {
    const text = nonEmptyText(byHeader.get(header.toLowerCase()));
    return text === "<null>" ? undefined : text;
  };
}

/** The object without members that are missing, null or empty objects. */
export function compact(members: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null && !isEmptyObject(value)),
  );
}

function isEmptyObject(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}
