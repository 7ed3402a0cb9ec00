import type { JsonRecord } from "../../base/json-record.ts";
import type { SourceId } from "../../protocol/collector.ts";
import type { LimitName } from "../microsoft/microsoft.ts";

/** A kind of value that a collection can be narrowed to. */
export type FilterField = "users" | "ipAddresses" | "apps";

/**
 * How a source is narrowed to some users, addresses or apps: by conditions that its documentation has, and always by
 * the records themselves, for `userPrincipalName eq` has returned other users (collecting.md §3).
 */
export interface Narrowing {
  /** OData conditions, any of which may hold; none where nothing is documented for such a value. */
  readonly conditions: (value: string) => readonly string[];
  /** The values of a record that are compared. */
  readonly values: (record: JsonRecord) => readonly unknown[];
}

/** A collection of Microsoft Graph, and what its documentation says of asking it (graph.md §2.1). */
export interface GraphSource {
  readonly id: SourceId;
  /** How it is called in sentences. */
  readonly label: string;
  /** Version and path. */
  readonly path: string;
  /** The property whose time is asked for. */
  readonly time: string;
  /** `ge` and `le`, or `gt` and `lt`. */
  readonly operators: "inclusive" | "exclusive";
  /** `$top`, and the rows of a full page. */
  readonly top: number;
  /** False where the documentation has no `$top`: it is not sent, and `top` is what a page holds by itself. */
  readonly takesTop?: false;
  /** False where the documentation has no range of times: all of the collection is asked for, which is small. */
  readonly takesTime?: false;
  readonly limit: LimitName;
  /** Version and path below which each of its records has a history of its own. */
  readonly history?: string;
  /** Further condition of every request. */
  readonly condition?: string;
  readonly permission: string;
  readonly licence?: string;
  /** A kind of value that is missing here does not occur in the source, so no record can match. */
  readonly narrowings: Readonly<Partial<Record<FilterField, Narrowing>>>;
}

/** A text in an OData condition: quotes are doubled. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
