import type { TenantGuide } from "../../../src/protocol/collector.ts";
import type { OfferedSource } from "../../../src/protocol/collector-page.ts";

/** What a source's app registration needs, each word once. */
export interface Needs {
  readonly permissions: readonly string[];
  readonly apis: readonly string[];
  readonly notes: readonly string[];
}

/** Neighbouring sources of one table that need the same. */
export interface NeedsGroup {
  readonly sources: readonly OfferedSource[];
  readonly needs: Needs;
}

/** The sources in their order, neighbours of one table with the same needs together. */
export function needsInGroups(
  offered: readonly OfferedSource[],
  guide: TenantGuide | undefined,
): readonly NeedsGroup[] {
  const groups: { readonly sources: OfferedSource[]; readonly needs: Needs; readonly key: string }[] = [];
  for (const source of offered) {
    const needs = needsOf(source, guide);
    const key = JSON.stringify([source.table, needs]);
    const last = groups.at(-1);
    if (last?.key === key) last.sources.push(source);
    else groups.push({ sources: [source], needs, key });
  }
  return groups;
}

function needsOf({ source }: OfferedSource, guide: TenantGuide | undefined): Needs {
  const needs = guide?.permissions.filter((each) => each.source === source) ?? [];
  return {
    permissions: [...new Set(needs.map(({ permission }) => permission))],
    apis: [...new Set(needs.map(({ api }) => api))],
    notes: [...new Set(needs.flatMap(({ note }) => note ?? []))],
  };
}
