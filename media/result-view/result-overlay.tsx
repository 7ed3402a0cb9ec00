import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import { Menu, type MenuItem } from "../shared/menu.tsx";
import { type Anchor, Popup } from "../shared/popup.tsx";
import type { Clock } from "../shared/shown-time.ts";
import { GoToColumn } from "./arrange/go-to-column.tsx";
import { FilterForm } from "./filter/filter-form.tsx";
import { withFilter } from "./filter/view-query.ts";
import type { Meanings } from "./grid/meanings.ts";
import { rectangleOf } from "./grid/selection.ts";
import { fieldMenu } from "./record/field-menu.ts";
import type { RecordField } from "./record/record-lines.ts";
import { type AskedValue, valueQuestions } from "./record/value-questions.ts";
import type { ResultHost } from "./result-host.ts";
import { cellMenu, columnMenu, copyMenu, exportMenu, type ResultActions } from "./result-menus.ts";
import { StatisticsPanel } from "./statistics/statistics-panel.tsx";
import type { Statistics } from "./statistics/use-statistics.ts";
import type { Result } from "./use-result.ts";
import { filterByValue } from "./use-result-actions.ts";

/** What may lie over the grid, one at a time. */
export type Overlay =
  | { readonly kind: "columnMenu"; readonly place: number; readonly anchor: Anchor }
  | {
      readonly kind: "cellMenu" | "copyMenu" | "exportMenu" | "viewMenu" | "goToColumn";
      readonly anchor: Anchor;
    }
  | { readonly kind: "fieldMenu"; readonly field: RecordField; readonly anchor: Anchor }
  | { readonly kind: "filter" | "statistics"; readonly column: number; readonly anchor: Anchor };

/** Draws the open menu, form or popover. */
export function ResultOverlay(props: {
  readonly host: ResultHost;
  readonly overlay: Overlay;
  readonly result: Result;
  readonly meanings: Meanings;
  readonly clock: Clock;
  readonly statistics: Statistics;
  readonly actions: ResultActions;
  readonly onHeaders: (headers: boolean) => void;
  readonly onClose: () => void;
}): JSX.Element | null {
  const { overlay, result, actions, onClose } = props;
  const { columns } = result.summary;
  const { anchor } = overlay;
  const questionsOf = (value: AskedValue): readonly MenuItem[] =>
    valueQuestions(value, columns, result.source.row(result.selection.head.row), props.host);
  switch (overlay.kind) {
    case "columnMenu": {
      if (!result.layout) return null;
      const groups = columnMenu(overlay.place, columns, result.layout, actions);
      return <Menu anchor={anchor} label={t("Column")} groups={groups} onClose={onClose} />;
    }
    case "cellMenu": {
      const column = columns[result.activeColumn];
      const value = typeof result.activeCell === "object" ? null : (result.activeCell ?? null);
      const questions = questionsOf({ column: result.activeColumn, path: [], value });
      const groups = cellMenu(result.activeCell, column, result.activeColumn, actions, questions);
      return <Menu anchor={anchor} label={t("Cell")} groups={groups} onClose={onClose} />;
    }
    case "fieldMenu": {
      const canHide = result.shown.length > 1 && result.shown.includes(overlay.field.column);
      const groups = fieldMenu(
        overlay.field,
        canHide,
        actions.field,
        questionsOf({ ...overlay.field, value: overlay.field.own }),
      );
      return <Menu anchor={anchor} label={t("Field")} groups={groups} onClose={onClose} />;
    }
    case "copyMenu": {
      const { fromRow, toRow, fromColumn, toColumn } = rectangleOf(result.selection);
      const cells = (toRow - fromRow) * (toColumn - fromColumn);
      const groups = copyMenu(cells, result.rowCount, actions, props.onHeaders);
      return <Menu anchor={anchor} label={t("Copy")} groups={groups} onClose={onClose} />;
    }
    case "viewMenu":
      return <Menu anchor={anchor} label={t("View")} groups={actions.viewMenu()} onClose={onClose} />;
    case "goToColumn": {
      if (!result.layout) return null;
      const go = (column: number): void => {
        onClose();
        actions.goToColumn(column);
      };
      return (
        <Popup anchor={anchor} role="dialog" label={t("Go to column")} onClose={onClose}>
          <GoToColumn columns={columns} layout={result.layout} onGo={go} />
        </Popup>
      );
    }
    case "exportMenu": {
      const groups = exportMenu(actions, columns.length, columns.length - result.shown.length);
      return <Menu anchor={anchor} label={t("Export")} groups={groups} onClose={onClose} />;
    }
    case "filter": {
      const column = columns[overlay.column];
      if (!column) return null;
      return (
        <Popup anchor={anchor} role="dialog" label={t("Filter {0}", column.name)} onClose={onClose}>
          <FilterForm
            column={column}
            index={overlay.column}
            host={props.host}
            resultId={result.summary.resultId}
            view={result.view}
            meanings={props.meanings.get(overlay.column)}
            clock={props.clock}
            onView={(view) => {
              onClose();
              result.setView(view);
            }}
          />
        </Popup>
      );
    }
    case "statistics": {
      const column = columns[overlay.column];
      if (!column) return null;
      return (
        <Popup anchor={anchor} role="dialog" label={t("Statistics of {0}", column.name)} onClose={onClose}>
          <StatisticsPanel
            column={column}
            meanings={props.meanings.get(overlay.column)}
            clock={props.clock}
            state={props.statistics.of(overlay.column) ?? { kind: "loading" }}
            onFilter={(value) => {
              onClose();
              result.setView(withFilter(result.view, filterByValue(overlay.column, "equals", value)));
            }}
          />
        </Popup>
      );
    }
  }
}
