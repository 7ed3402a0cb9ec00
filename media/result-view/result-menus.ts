import { t } from "../../src/base/translated.ts";
import type { Cell, CopyFormat, ExportFormat, ResultColumn, Sort } from "../../src/protocol/query.ts";
import { counted } from "../shared/amounts.ts";
import { controlKey, type MenuGroups, type MenuItem } from "../shared/menu.tsx";
import { type ColumnLayout, freezeThrough, hideColumn, moveColumn, shownColumns } from "./grid/column-layout.ts";
import type { FieldMenuActions } from "./record/field-menu.ts";

/** What the menus can do; the view supplies it. */
export interface ResultActions {
  readonly sort: (sort: readonly Sort[]) => void;
  readonly filterForm: (column: number) => void;
  readonly statistics: (column: number) => void;
  readonly layout: (layout: ColumnLayout) => void;
  readonly fit: (column: number) => void;
  readonly copyText: (text: string) => void;
  readonly copyValue: () => void;
  /** True while a copy of several cells begins with the names of its columns. */
  readonly copiesHeaders: boolean;
  /** Copies the selection; `otherwise` with headers where it would have none, and without where it would. */
  readonly copySelection: (format: CopyFormat, otherwise?: boolean) => void;
  readonly copyAll: (format: CopyFormat) => void;
  /** Copies all rows as Markdown behind what was asked and the statement. */
  readonly copyWithQuery: () => void;
  /** Copies what ran, with its values written into it. */
  readonly copyStatement: () => void;
  /** `marked` begins with a byte order mark. */
  readonly exportAs: (format: ExportFormat, marked?: "marked") => void;
  readonly filterByCell: (op: "equals" | "excludes" | "atLeast" | "atMost") => void;
  /** Opens the active row or cell beside the grid, or goes to it when it is open. */
  readonly open: (what: "record" | "cell") => void;
  readonly field: FieldMenuActions;
  readonly goToColumn: (column: number) => void;
  /** How the rows are shown. */
  readonly viewMenu: () => MenuGroups;
  /** Absent where there are no dashboards. */
  readonly openDashboard?: () => void;
}

/** The menu of a column's header. */
export function columnMenu(
  place: number,
  columns: readonly ResultColumn[],
  layout: ColumnLayout,
  actions: ResultActions,
): MenuGroups {
  const shown = shownColumns(layout);
  const column = shown[place] ?? 0;
  const isFrozen = place < layout.frozen;
  return [
    [
      { label: t("Sort ascending"), act: () => actions.sort([{ column, descending: false }]) },
      { label: t("Sort descending"), act: () => actions.sort([{ column, descending: true }]) },
      { label: t("Clear sorting"), act: () => actions.sort([]) },
    ],
    [
      { label: t("Filter…"), act: () => actions.filterForm(column) },
      { label: t("Statistics"), act: () => actions.statistics(column) },
    ],
    [
      isFrozen
        ? { label: t("Unfreeze columns"), act: () => actions.layout(freezeThrough(layout, -1)) }
        : { label: t("Freeze up to here"), act: () => actions.layout(freezeThrough(layout, place)) },
      { label: t("Size to content"), act: () => actions.fit(column) },
      {
        label: t("Move left"),
        disabled: place === 0,
        act: () => actions.layout(moveColumn(layout, column, place - 1)),
      },
      {
        label: t("Move right"),
        disabled: place === shown.length - 1,
        act: () => actions.layout(moveColumn(layout, column, place + 2)),
      },
      {
        label: t("Hide"),
        disabled: shown.length === 1,
        act: () => actions.layout(hideColumn(layout, column)),
      },
    ],
    [{ label: t("Copy name"), act: () => actions.copyText(columns[column]?.name ?? "") }],
  ];
}

/** The menu of a cell and of the selection that it is in; `questions` are about what its value names. */
export function cellMenu(
  cell: Cell | undefined,
  column: ResultColumn | undefined,
  index: number,
  actions: ResultActions,
  questions: readonly MenuItem[] = [],
): MenuGroups {
  const isOrdered = (column?.kind === "number" || column?.kind === "time") && cell !== null && cell !== undefined;
  return [
    [
      { label: t("Filter by value"), act: () => actions.filterByCell("equals"), disabled: cell === undefined },
      { label: t("Exclude value"), act: () => actions.filterByCell("excludes"), disabled: cell === undefined },
      ...(isOrdered
        ? [
            {
              label: column.kind === "time" ? t("From this time on") : t("At least this"),
              act: () => actions.filterByCell("atLeast"),
            },
            {
              label: column.kind === "time" ? t("Up to this time") : t("At most this"),
              act: () => actions.filterByCell("atMost"),
            },
          ]
        : []),
    ],
    questions,
    [
      { label: t("Copy"), key: controlKey("C"), act: () => actions.copySelection("tsv") },
      {
        label: actions.copiesHeaders ? t("Copy without headers") : t("Copy with headers"),
        key: controlKey("C", true),
        act: () => actions.copySelection("tsv", true),
      },
      { label: t("Copy as CSV"), act: () => actions.copySelection("csv") },
      { label: t("Copy as Markdown"), act: () => actions.copySelection("markdown") },
      { label: t("Copy as JSON"), act: () => actions.copySelection("json") },
      { label: t("Copy as SQL IN (…)"), act: () => actions.copySelection("sqlIn") },
      { label: t("Copy value"), act: actions.copyValue },
    ],
    [
      { label: t("Open row"), key: "Enter", act: () => actions.open("record") },
      { label: t("Open cell"), key: "Shift+Enter", act: () => actions.open("cell") },
      { label: t("Column statistics"), act: () => actions.statistics(index) },
    ],
    ...(actions.openDashboard === undefined
      ? []
      : [[{ label: t("Open a Quick Sight dashboard with this row…"), act: actions.openDashboard }]]),
  ];
}

/** What the toolbar copies: the selection when it is more than one cell, and all rows of the view. */
export function copyMenu(
  selectedCells: number,
  rows: number,
  actions: ResultActions,
  onHeaders: (headers: boolean) => void,
): MenuGroups {
  const all = counted(rows, t("Copy {0} row"), t("Copy {0} rows"));
  return [
    [
      {
        label: t("With headers"),
        checked: actions.copiesHeaders,
        act: () => onHeaders(!actions.copiesHeaders),
      },
    ],
    selectedCells > 1
      ? [
          { label: t("Copy selection as TSV"), act: () => actions.copySelection("tsv") },
          { label: t("Copy selection as CSV"), act: () => actions.copySelection("csv") },
          { label: t("Copy selection as Markdown"), act: () => actions.copySelection("markdown") },
          { label: t("Copy selection as JSON"), act: () => actions.copySelection("json") },
          { label: t("Copy selection as SQL IN (…)"), act: () => actions.copySelection("sqlIn") },
        ]
      : [],
    [
      { label: t("{0} as TSV", all), act: () => actions.copyAll("tsv") },
      { label: t("{0} as CSV", all), act: () => actions.copyAll("csv") },
      { label: t("{0} as Markdown", all), act: () => actions.copyAll("markdown") },
      { label: t("{0} as JSON", all), act: () => actions.copyAll("json") },
    ],
    [
      { label: t("Copy query and result as Markdown"), act: actions.copyWithQuery },
      { label: t("Copy statement with its values"), act: actions.copyStatement },
    ],
  ];
}

/** What a file takes of the columns, when some are hidden; undefined when none is. */
export function hiddenWords(all: number, hidden: number): string | undefined {
  return hidden === 0
    ? undefined
    : counted(all, t("all {0} column, {1} of them hidden here"), t("all {0} columns, {1} of them hidden here"), hidden);
}

/** The formats of a file that takes all rows of the view and, as it says, hidden columns too. */
export function exportMenu(actions: ResultActions, all: number, hidden: number): MenuGroups {
  const words = hiddenWords(all, hidden);
  return [
    [
      { label: t("CSV…"), act: () => actions.exportAs("csv") },
      { label: t("CSV with a byte order mark…"), act: () => actions.exportAs("csv", "marked") },
      { label: t("JSON…"), act: () => actions.exportAs("json") },
      { label: t("Parquet…"), act: () => actions.exportAs("parquet") },
      { label: t("Excel…"), act: () => actions.exportAs("xlsx") },
    ],
    words === undefined ? [] : [{ label: `A${words.slice(1)}`, disabled: true, act: () => undefined }],
  ];
}
