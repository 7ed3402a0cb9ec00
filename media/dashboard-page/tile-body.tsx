import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { placeChart } from "../../src/protocol/chart/place-chart.ts";
import type { DashboardTile, TileOutcome } from "../../src/protocol/dashboard/dashboard-page.ts";
import type { Days } from "../../src/protocol/relative-days.ts";
import { emptyWords } from "../result-view/summary-words.ts";
import { MarkedText } from "../shared/marked-text.tsx";
import type { DashboardHost } from "./dashboard-host.ts";
import { TileChart } from "./tile-chart.tsx";
import { TileTable } from "./tile-table.tsx";

/** What a tile's query came to: its chart, or its first rows where it declares none. */
export function TileBody(props: {
  readonly tile: DashboardTile;
  readonly outcome: Extract<TileOutcome, { kind: "ready" }>;
  /** Whether filters are set that may have left everything out. */
  readonly isNarrowed: boolean;
  readonly showsTable: boolean;
  readonly host: DashboardHost;
  readonly onRows: () => void;
  readonly onDays: (days: Days) => void;
}): JSX.Element {
  const { tile, outcome, host } = props;
  const { summary, meanings = [] } = outcome;
  const placed = useMemo(
    () => (tile.chart === undefined ? undefined : placeChart(tile.chart, summary.columns)),
    [tile.chart, summary],
  );
  if (summary.rowCount === 0)
    return (
      <p class="tile-said">
        {emptyWords(summary)}
        {props.isNarrowed && t(" The filters for user and application may have left out all.")}
      </p>
    );
  if (placed !== undefined && "chart" in placed)
    return <TileChart {...props} chart={placed.chart} summary={summary} meanings={meanings} />;
  return (
    <>
      {placed !== undefined && (
        <p class="tile-problem">
          <MarkedText text={placed.problem} />
        </p>
      )}
      <TileTable summary={summary} meanings={meanings} isWide={tile.isWide} host={host} onRows={props.onRows} />
    </>
  );
}
