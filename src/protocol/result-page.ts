import type { ChartData, ChartRequest } from "./chart/chart-data.ts";
import type { ChartDeclaration } from "./chart/chart-spec.ts";
import type { Entity } from "./entity/entity.ts";
import type { ErrorCode, TextPlace } from "./errors.ts";
import type {
  CellRequest,
  ColumnStatistics,
  ColumnValues,
  CopiedText,
  CopyRequest,
  ExportedFile,
  ExportFormat,
  JsonValue,
  RangeRequest,
  RangeSummary,
  ResultSummary,
  ResultView,
  ResultWindow,
  ScanEstimate,
  ValuesRequest,
  WindowRequest,
} from "./query.ts";

/** What values of one column stand for, for example the words of a sign-in error code. */
export interface ValueMeanings {
  /** Index into the result's columns. */
  readonly column: number;
  /** The name, in lower case, of a field at any depth of the column's nested values; left out, the column itself. */
  readonly field?: string;
  /** From the value as text to its meaning. */
  readonly values: Readonly<Record<string, string>>;
}

/** What the header of a detection tells a person who looks at its hits. */
export interface ResultGuide {
  readonly severity: "informational" | "low" | "medium" | "high" | "critical";
  /** ATT&CK technique ids. */
  readonly attack: readonly string[];
  /** What a hit means and what to do; a paragraph each. */
  readonly paragraphs: readonly string[];
  /** Titles of the saved queries that it leads to, in their order. */
  readonly next: readonly string[];
}

/** How a person likes results to be shown, whichever they are; what is left out is as the view thinks best. */
export interface ViewPreferences {
  /** What is open beside the rows. */
  readonly pane?: "record" | "cell" | "none";
  /** In pixels. */
  readonly paneWidth?: number;
  readonly hidesEmptyFields?: boolean;
  /** Left out: where the query asked for all columns of a table. */
  readonly hidesEmptyColumns?: boolean;
  readonly usesQueryOrder?: boolean;
  readonly hidesRowNumbers?: boolean;
  /** Times on the reader's clock instead of UTC. */
  readonly usesLocalTime?: boolean;
  readonly copiesWithoutHeaders?: boolean;
}

/** How a person arranged the columns of a table's or query's results, by their names. */
export interface ArrangedColumns {
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  /** In pixels, of the columns whose width was chosen. */
  readonly widths: Readonly<Record<string, number>>;
}

/** A button that does what a failure's message advises. */
export interface NextStep {
  readonly label: string;
  /** Run by the host; the view only says that the button was pressed. */
  readonly command: string;
}

/** The whole of what a result view shows; sent again whenever it changes. */
export type ResultState =
  | {
      readonly kind: "running";
      readonly title: string;
      readonly sql: string;
      /** Milliseconds since the epoch. */
      readonly startedAt: number;
      /** On Athena: what it scans. */
      readonly estimate?: ScanEstimate;
    }
  | {
      readonly kind: "ready";
      readonly summary: ResultSummary;
      readonly meanings?: readonly ValueMeanings[];
      readonly preferences?: ViewPreferences;
      /** All columns in the order in which they are read best, where the query left the order to the table. */
      readonly columnOrder?: readonly number[];
      /** The chart that the header of the query's file declares. */
      readonly chart?: ChartDeclaration;
      /** What a hit means, where the query is a detection. */
      readonly guide?: ResultGuide;
      /** How the columns were arranged the last time. */
      readonly arranged?: ArrangedColumns;
      /** It can be pinned, or is, under a name; absent where it cannot. */
      readonly pin?: { readonly name?: string };
      /** The open connection may have dashboards, which take values of a row. */
      readonly offersDashboards?: true;
    }
  | {
      readonly kind: "failed";
      readonly title: string;
      /** What ran. */
      readonly sql?: string;
      readonly message: string;
      readonly code: ErrorCode;
      readonly place?: TextPlace;
      readonly action?: NextStep;
    }
  | { readonly kind: "cancelled"; readonly title: string; readonly sql?: string };

export interface ExportOutcome extends ExportedFile {
  readonly path: string;
}

/** A drawn chart as a file. */
export interface ChartPicture {
  readonly format: "png" | "svg";
  /** What it shows, for its name. */
  readonly title: string;
  /** PNG as base64, SVG as text. */
  readonly content: string;
  /** How its rows were narrowed, and what the chart joined or left out. */
  readonly said: readonly string[];
}

/** What the view asks of the host: parameters and answer, by method; an error answer carries `ErrorData`. */
export interface ResultViewRequests {
  readWindow: { readonly params: WindowRequest; readonly result: ResultWindow };
  readCell: { readonly params: CellRequest; readonly result: JsonValue };
  columnStatistics: {
    readonly params: ResultView & { readonly resultId: string; readonly column: number };
    readonly result: ColumnStatistics;
  };
  /** Puts rows on the clipboard. */
  copyRows: {
    readonly params: CopyRequest & {
      /** Before a table of Markdown: what was asked, what was not read, and the statement. */
      readonly withQuery?: true;
    };
    readonly result: Omit<CopiedText, "text">;
  };
  /** The columns that hold no value in any row of the result. */
  emptyColumns: {
    readonly params: { readonly resultId: string };
    readonly result: { readonly columns: readonly number[] };
  };
  summariseRange: { readonly params: RangeRequest; readonly result: RangeSummary };
  columnValues: { readonly params: ValuesRequest; readonly result: ColumnValues };
  /** What a chart of the view's rows is drawn of. */
  chartData: { readonly params: ChartRequest; readonly result: ChartData };
  /** Asks where to and writes a picture of a chart; null when the person chose nowhere. */
  savePicture: { readonly params: ChartPicture; readonly result: { readonly path: string } | null };
  /** Writes the chart into the header of the query's file, which the person still saves; says where it is now. */
  keepChart: { readonly params: ChartDeclaration; readonly result: { readonly file: string } };
  /** Puts the statement that ran on the clipboard, with its values written into it; says how many they are. */
  copyStatement: {
    readonly params: { readonly resultId: string };
    readonly result: { readonly values: number };
  };
  /** Puts a text on the clipboard. */
  copyText: { readonly params: { readonly text: string }; readonly result: null };
  /** Lets the person choose a dashboard, and opens it with the values of a row. */
  openDashboard: {
    readonly params: ResultView & { readonly resultId: string; readonly row: number };
    readonly result: { readonly passed: readonly string[] };
  };
  /** Asks where to and writes the rows; null when the person chose nowhere. */
  exportResult: {
    readonly params: ResultView & {
      readonly resultId: string;
      readonly format: ExportFormat;
      readonly hasByteOrderMark?: true;
      /** Columns that the view hides. The file holds them too, and its message says so. */
      readonly hiddenColumns?: number;
    };
    readonly result: ExportOutcome | null;
  };
}

/** What the view tells the host. */
export interface ResultViewNotifications {
  /** The view listens and wants the state. */
  ready: null;
  cancel: null;
  retry: null;
  /** Shows the query's text, at the place when there is one. */
  openQuery: { readonly place?: TextPlace };
  /** Collects what the shown result lacks and is still offered, and runs the query again. */
  fillGaps: null;
  /** The person changed how results are shown; all of it. */
  prefer: ViewPreferences;
  /** The button of the shown failure's `action` was pressed. */
  takeNextStep: null;
  /** Shows what is known of a value. */
  showEntity: Entity;
  /** Lets the person choose a question about a value. */
  askAboutEntity: Entity;
  /** The person arranged the columns; null when they are as at first again. */
  arrange: ArrangedColumns | null;
  /** Compares the shown result with another one. */
  compare: null;
  /** Pins the shown result, or lets it go. */
  pin: { readonly isPinned: boolean };
  /** Runs the saved query of that title. */
  runSavedQuery: { readonly title: string };
}

/** What the host tells the view. */
export interface ResultHostNotifications {
  state: ResultState;
  /** The panel's own name, which the view remembers so that it can be shown again after a reload of the window. */
  identify: { readonly panel: string };
}
