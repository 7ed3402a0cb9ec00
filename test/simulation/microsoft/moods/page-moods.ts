import type { GraphCollection } from "../graph/graph-collections.ts";
import type { GraphQuery } from "../graph/graph-query.ts";
import type { ListContext } from "../graph/list-context.ts";
import { shaped } from "../graph/shaped.ts";
import { isOfferedAt } from "../tenant/offer.ts";

/** Values that no collection should hold; the collector keeps them aside and goes on with the page. */
const malformed = [
  "null",
  '"A text among the records"',
  "{}",
  '{"id":null,"createdDateTime":null,"activityDateTime":null}',
  '{"id":"malformed-1","createdDateTime":"yesterday","activityDateTime":"yesterday","lastUpdatedDateTime":"0001-01-01T00:00:00Z","riskLastUpdatedDateTime":""}',
];

/** The records of a page as a bad mood shows them: nothing is lost, something may be added or out of order. */
export function disturbed(
  rows: readonly string[],
  collection: GraphCollection,
  query: GraphQuery,
  context: ListContext,
): readonly string[] {
  const { dice, nowMs } = context;
  const result = [...rows];
  if (query.token !== undefined && dice.falls("duplicates", nowMs)) result.unshift(...earlier(query, context));
  if (dice.falls("unordered", nowMs)) result.splice(0, result.length, ...dice.random.sample(result, result.length));
  const insert = (row: string | undefined): void => {
    if (row !== undefined) result.splice(dice.random.below(result.length + 1), 0, row);
  };
  if (dice.falls("foreignObject", nowMs)) insert(foreign(collection, context));
  if (dice.falls("malformed", nowMs)) insert(dice.random.pick(malformed));
  return result;
}

/** Up to three records that ended the page before. */
function earlier({ sources, token, isDescending, lowMs, highMs }: GraphQuery, context: ListContext): string[] {
  const { tenant, nowMs } = context;
  const [source] = sources;
  if (source === undefined || token === undefined) return [];
  const rows: string[] = [];
  for (const offer of tenant.index(source).from(token.after, !isDescending)) {
    if (rows.length === 3 || offer.axisMs < lowMs || offer.axisMs > highMs) break;
    if (isOfferedAt(offer, nowMs)) rows.push(shaped(offer, context));
  }
  return rows;
}

/** A directory audit among sign-ins, a sign-in among all others (collecting.md §4.1). */
function foreign({ sources }: GraphCollection, { tenant, nowMs }: ListContext): string | undefined {
  const isSignIn = sources.some((source) => source.startsWith("signIns."));
  const index = tenant.index(isSignIn ? "directoryAudits" : "signIns.interactiveUser");
  return index.all().find(({ sinceMs }) => sinceMs <= nowMs)?.raw;
}
