import { isRecord, type JsonRecord, parsedJson } from "../../base/json-record.ts";
import type { Source } from "../../protocol/tables.ts";
import type { Table } from "../../tables/schema/table.ts";
import { canonicalValue } from "./canonical-json.ts";

/** When an observation showed what is so now, milliseconds since 1970; null when it is of something that was so. */
export function currentMsOf(table: Table, source: Source, observedMs: number | null): number | null {
  return source === table.currentSource ? observedMs : null;
}

/** What only an item of a history says (Graph reference: riskyUserHistoryItem, Properties). */
const onlyInItems = ["initiatedBy", "activity"];
/** What names a state in other words in a poll and in a history, though it is the same. */
const names = new Set(["id", "userId", "servicePrincipalId", ...onlyInItems]);
/** The key knows its milliseconds alone, and two states may be closer than that. */
const timeName = "riskLastUpdatedDateTime";
/** v1.0's members that beta calls otherwise (Graph reference: riskyServicePrincipal, Properties, v1.0 and beta). */
const betaNames: Readonly<Record<string, string>> = { isEnabled: "accountEnabled" };

/**
 * Whether the record of an item of a history says everything that the record of a poll says of the same state, so that
 * it may stand in its place and nothing is lost but gained: who brought the state about. Both are JSON texts. A value
 * that v1.0 does not know by name (`unknownFutureValue`) is no other than the one that the item names.
 */
export function completesState(poll: string, item: string): boolean {
  const [shown, found] = [parsedJson(poll), parsedJson(item)];
  if (!isRecord(shown) || !isRecord(found) || isItem(shown) || !isItem(found)) return false;
  return Object.entries(shown).every(
    ([name, value]) =>
      names.has(name) ||
      name.includes("@odata.") ||
      (name === timeName && shortTime(value) === shortTime(found[name])) ||
      isSaid(value, memberOf(found, name)),
  );
}

/** A time without the digits that say nothing: Graph writes `…:00Z` and `…:00.0000000Z` of one instant. */
function shortTime(time: unknown): unknown {
  return typeof time === "string" ? time.replace(/(?:\.|(\.\d*?[1-9]))0*Z$/, "$1Z") : time;
}

function isItem(record: JsonRecord): boolean {
  return onlyInItems.some((name) => name in record);
}

function memberOf(record: JsonRecord, name: string): unknown {
  return record[name] ?? record[betaNames[name] ?? name] ?? null;
}

function isSaid(value: unknown, byItem: unknown): boolean {
  if (value === "unknownFutureValue") return byItem !== null;
  return canonicalValue(value) === canonicalValue(byItem);
}
