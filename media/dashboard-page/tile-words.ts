import { t } from "../../src/base/translated.ts";
import type { DashboardFilters, TileFilters } from "../../src/protocol/dashboard/dashboard-page.ts";

/** Which of the filters that are set a tile's query does not take, as a sentence; undefined when it takes all. */
export function unfilteredWords(takes: TileFilters, filters: DashboardFilters): string | undefined {
  const missed = [
    ...(takes.days ? [] : ["days"]),
    ...(takes.user || filters.user === "" ? [] : ["user"]),
    ...(takes.application || filters.application === "" ? [] : ["application"]),
  ];
  return missed.length === 0
    ? undefined
    : t("Not filtered by {0}.", missed.join(", ").replace(/, (\w+)$/, t(" and $1")));
}
