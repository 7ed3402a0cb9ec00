import { useEffect, useMemo, useReducer } from "preact/hooks";
import type { DashboardFilters } from "../../src/protocol/dashboard/dashboard-page.ts";
import type { DashboardHost } from "./dashboard-host.ts";
import { TileLoader } from "./tile-loader.ts";

/**
 * Runs the queries of the tiles under some filters, and anew whenever these change.
 *
 * @param filters with days that are days; undefined while nothing may be asked.
 */
export function useTiles(options: {
  readonly host: DashboardHost;
  readonly tiles: readonly string[];
  readonly filters: DashboardFilters | undefined;
  readonly isPageSeen: boolean;
  /** Another number asks everything anew. */
  readonly turn: number;
}): TileLoader {
  const { host, tiles, filters, isPageSeen, turn } = options;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const asked = filters && JSON.stringify(filters);
  const loader = useMemo(
    () =>
      new TileLoader(
        (tile, signal) => {
          if (filters === undefined) throw new RangeError("a tile runs without filters");
          return host.request("runTile", { tile, filters }, signal);
        },
        () => redraw(undefined),
      ),
    [host, asked],
  );
  useEffect(() => {
    if (filters !== undefined) loader.begin(tiles);
    return () => loader.stop();
  }, [loader, tiles, turn]);
  useEffect(() => loader.seePage(isPageSeen), [loader, isPageSeen]);
  return loader;
}
