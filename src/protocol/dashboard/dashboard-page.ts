import type { ChartData, ChartRequest } from "../chart/chart-data.ts";
import type { ChartDeclaration } from "../chart/chart-spec.ts";
import type { ResultSummary, ResultWindow, WindowRequest } from "../query.ts";
import type { Days } from "../relative-days.ts";
import type { NextStep, ValueMeanings } from "../result-page.ts";

/** What of the filters a tile's query takes; a tile says which of those that are set it does not. */
export interface TileFilters {
  readonly days: boolean;
  readonly user: boolean;
  readonly application: boolean;
}

/** A saved query as a tile. */
export interface DashboardTile {
  /** The address of its file. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly isWide: boolean;
  /** How it is drawn; its first rows are shown where it says nothing. */
  readonly chart?: ChartDeclaration;
  readonly takes: TileFilters;
}

/** What a person narrows all tiles down to. */
export interface DashboardFilters {
  /** Each end a day or words, as `Days` of a query. */
  readonly days: Days;
  /** A part of a user principal name; empty for all. */
  readonly user: string;
  /** A part of an application's name, or its id; empty for all. */
  readonly application: string;
}

/** The whole of what the page knows without asking; sent again whenever it changes. */
export interface DashboardState {
  /** The lake's name. */
  readonly lake: string;
  /** Counts the lakes that were opened: with another one every tile is asked anew. */
  readonly visit: number;
  readonly simulated: boolean;
  /** Where the tiles are asked. On Athena each costs, so a person agrees first. */
  readonly engine: ResultSummary["engine"];
  readonly tiles: readonly DashboardTile[];
  /** Sentences about tiles that are not shown. */
  readonly leftOut: readonly string[];
  readonly filters: DashboardFilters;
  /** The page opens with a window that opens empty. */
  readonly opensAtStart: boolean;
  /** Why there is nothing to show, with what can be done. */
  readonly failure?: DashboardFailure;
}

/** Why something was not asked or not answered. */
export interface DashboardFailure {
  readonly message: string;
  readonly action?: NextStep;
}

/** The days that a range means now; what is held counts for sign-ins, audits and activity together. */
export interface DashboardPeriod {
  readonly days: Days;
  /** When the lake holds no rows of these at all: how to get some. */
  readonly offers?: readonly NextStep[];
}

/** How a tile's query ended. */
export type TileOutcome =
  | {
      readonly kind: "ready";
      readonly summary: ResultSummary;
      /** What the answer says of what it did not see. */
      readonly tone: "warning" | "info" | "none";
      readonly lines: readonly string[];
      readonly meanings?: readonly ValueMeanings[];
    }
  | ({ readonly kind: "failed" } & DashboardFailure);

interface TileRequest {
  /** A tile's id. */
  readonly tile: string;
  /** Its days are days. */
  readonly filters: DashboardFilters;
}

/** What the page asks of the host: parameters and answer, by method; an error answer carries `ErrorData`. */
export interface DashboardPageRequests {
  period: { readonly params: { readonly days: Days }; readonly result: DashboardPeriod };
  /** What asking all tiles scans on Athena, in words, and about what it costs. */
  estimate: { readonly params: { readonly filters: DashboardFilters }; readonly result: { readonly words: string } };
  /** Runs a tile's query; its rows are held until the tile is run again or the page closes. */
  runTile: { readonly params: TileRequest; readonly result: TileOutcome };
  /** What a tile's chart is drawn of. */
  chartData: { readonly params: ChartRequest; readonly result: ChartData };
  readWindow: { readonly params: WindowRequest; readonly result: ResultWindow };
}

/** What the page tells the host. */
export interface DashboardPageNotifications {
  /** The page listens and wants the state. */
  ready: null;
  /** The person changed the filters; all of them. */
  filter: DashboardFilters;
  openQuery: { readonly tile: string };
  /** Shows a tile's rows in a result panel. */
  openRows: TileRequest;
  /** The button of a failure's `action` was pressed. */
  takeNextStep: NextStep;
  openAtStart: { readonly opens: boolean };
}

/** What the host tells the page. */
export interface DashboardHostNotifications {
  state: DashboardState;
  /** Whether the page is seen: a tile that is not seen is not asked. */
  seen: { readonly isSeen: boolean };
  /** The lake holds something else than when the tiles were asked. */
  lakeChanged: null;
}
