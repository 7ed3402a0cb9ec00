import { partKey } from "../ledger/day-part.ts";
import type { TouchedPart } from "../slices/slice-work.ts";

/**
 * Parts that one entry must tell of together, because rows leave one for another: each part in one group, those that
 * lose rows last in theirs. Groups are in the order of their first part.
 */
export function commitGroups(parts: readonly TouchedPart[]): readonly (readonly TouchedPart[])[] {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    const above = leaders.get(key);
    return above === undefined || above === key ? key : leaderOf(above);
  };
  for (const { part, yieldsTo = [] } of parts)
    for (const key of yieldsTo) leaders.set(leaderOf(key), leaderOf(partKey(part)));
  const groups = Map.groupBy(parts, ({ part }) => leaderOf(partKey(part)));
  return [...groups.values()].map((group) =>
    group.toSorted((a, b) => Number(a.yieldsTo !== undefined) - Number(b.yieldsTo !== undefined)),
  );
}

/** So many groups are one batch at most. */
const groupsPerBatch = 32;

/**
 * The groups in their order, those that fit together in batches and each other one by itself. There is a batch for each
 * of the lanes, if there are groups enough.
 */
export function inBatches<Group>(
  groups: readonly Group[],
  fits: (group: Group) => boolean,
  lanes: number,
): readonly (readonly Group[])[] {
  const most = Math.min(groupsPerBatch, Math.ceil(groups.filter(fits).length / lanes));
  const batches: Group[][] = [];
  let open: Group[] | undefined;
  for (const group of groups) {
    if (!fits(group)) batches.push([group]);
    else if (open !== undefined && open.length < most) open.push(group);
    else {
      open = [group];
      batches.push(open);
    }
  }
  return batches;
}
