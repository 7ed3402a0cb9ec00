import { t } from "../../base/translated.ts";
import type { DashboardTile } from "../../protocol/dashboard/dashboard-page.ts";
import { isRangeEnd } from "../../protocol/query-parameters.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { findQueries } from "../saved-queries/find-queries.ts";
import type { FoundQuery, SavedQuery } from "../saved-queries/saved-queries-model.ts";

/** More tiles than these would be asked for minutes, and nobody would scroll to the last. */
const mostTiles = 40;

/** In this folder of a workspace's saved queries every query is a tile. */
const reports = "reports";

/** Those without a place stand behind those that have one. */
const placeless = { order: Number.MAX_SAFE_INTEGER, size: "normal" } as const;

/** The tiles in the order in which they stand, and sentences about those that are not shown. */
export interface FoundTiles {
  readonly tiles: readonly DashboardTile[];
  readonly leftOut: readonly string[];
}

/**
 * The saved queries that are tiles: those whose header says `dashboard`, and all that lie in the folder `reports` of a
 * workspace's saved queries.
 */
export async function findTiles(files: Pick<OurFiles, "folders">): Promise<FoundTiles> {
  const [bundled = [], ...own] = await Promise.all(files.folders().map((folder) => findQueries(folder)));
  const inReports = ({ folders }: FoundQuery): boolean => folders[0] === reports;
  return arrangeTiles([
    ...bundled.map(queryOf),
    ...own.flat().map((found) => (inReports(found) ? withPlace(found) : queryOf(found))),
  ]);
}

/** Puts the tiles among some queries in order. */
export function arrangeTiles(queries: readonly (SavedQuery | undefined)[]): FoundTiles {
  const placed = queries.flatMap((query) => (query?.dashboard === undefined ? [] : [{ query, ...query.dashboard }]));
  placed.sort((a, b) => a.order - b.order || a.query.title.localeCompare(b.query.title, "en"));
  const more = placed.length - mostTiles;
  return {
    tiles: placed.slice(0, mostTiles).map(({ query, size }) => tileOf(query, size === "wide")),
    leftOut:
      more > 0
        ? [
            more === 1
              ? t("{0} more query is not shown: at most {1} are.", more, mostTiles)
              : t("{0} more queries are not shown: at most {1} are.", more, mostTiles),
          ]
        : [],
  };
}

function queryOf({ file }: FoundQuery): SavedQuery | undefined {
  return file.kind === "query" ? file : undefined;
}

function withPlace(found: FoundQuery): SavedQuery | undefined {
  const query = queryOf(found);
  return query && { ...query, dashboard: query.dashboard ?? placeless };
}

function tileOf({ uri, title, description, parameters, chart }: SavedQuery, isWide: boolean): DashboardTile {
  const takes = (name: string): boolean => parameters.some((each) => each.name === name && each.type === "varchar");
  return {
    id: uri,
    title,
    description: description.replace(/\s+/g, " ").trim(),
    isWide,
    ...(chart !== undefined && { chart }),
    takes: {
      days: parameters.filter(isRangeEnd).length === 2,
      user: takes("user"),
      application: takes("application"),
    },
  };
}
