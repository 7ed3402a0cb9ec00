import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { ValueMeanings } from "../../src/protocol/result-page.ts";
import type { Clock } from "../shared/shown-time.ts";
import { SelectionLine } from "./arrange/selection-line.tsx";
import { toggleSort } from "./filter/view-query.ts";
import type { ColumnLayout } from "./grid/column-layout.ts";
import { Grid } from "./grid/grid.tsx";
import type { Meanings } from "./grid/meanings.ts";
import { rectangleOf } from "./grid/selection.ts";
import { valueQuestions } from "./record/value-questions.ts";
import type { ResultHost } from "./result-host.ts";
import type { ResultActions } from "./result-menus.ts";
import type { Overlay } from "./result-overlay.tsx";
import { type PaneMode, SidePane } from "./side-pane.tsx";
import type { Preferences } from "./use-preferences.ts";
import type { Result } from "./use-result.ts";
import "./grid-page.css";

/** The grid, and beside it the active row or cell when it is open. */
export function GridPage(props: {
  readonly host: ResultHost;
  readonly result: Result;
  readonly layout: ColumnLayout;
  readonly meanings: Meanings;
  readonly valueMeanings: readonly ValueMeanings[];
  readonly actions: ResultActions;
  readonly preferences: Preferences;
  readonly clock: Clock;
  readonly pane: PaneMode | undefined;
  readonly onPane: (mode: PaneMode | undefined) => void;
  readonly onOverlay: (overlay: Overlay) => void;
}): JSX.Element {
  const { result, actions, layout, pane } = props;
  const { summary, view } = result;
  const { fromRow, toRow, fromColumn, toColumn } = rectangleOf(result.selection);
  const picked = result.shown.slice(fromColumn, toColumn);
  const body = useRef<HTMLDivElement>(null);
  /** An account, an address or an id leads to its page. */
  const linkAt = (row: number, column: number): (() => void) | undefined => {
    const cells = result.source.row(row);
    const value = cells?.[column] ?? null;
    if (typeof value === "object") return undefined;
    return valueQuestions({ column, path: [], value }, summary.columns, cells, props.host)[0]?.act;
  };
  const closePane = (): void => {
    props.onPane(undefined);
    body.current?.querySelector<HTMLElement>(".grid")?.focus();
  };
  return (
    <>
      <div ref={body} class="grid-page">
        <Grid
          label={summary.title}
          columns={summary.columns}
          meanings={props.meanings}
          source={result.source}
          rowCount={result.rowCount}
          view={view}
          layout={layout}
          selection={result.selection}
          startRow={result.topRow}
          isBesidePane={pane !== undefined}
          clock={props.clock}
          sought={view.search ?? ""}
          hasRowNumbers={props.preferences.current.hidesRowNumbers !== true}
          onLayout={result.setLayout}
          onSelect={result.setSelection}
          onSort={(sorted, add) => result.setView(toggleSort(view, sorted, add))}
          onFit={actions.fit}
          onColumnMenu={(place, anchor) => props.onOverlay({ kind: "columnMenu", place, anchor })}
          onCellMenu={(anchor) => props.onOverlay({ kind: "cellMenu", anchor })}
          linkAt={linkAt}
          onOpen={actions.open}
          onCollapse={closePane}
          onCopy={(otherwise) => actions.copySelection("tsv", otherwise)}
          onTopRow={result.setTopRow}
        />
        {pane !== undefined && (
          <SidePane
            host={props.host}
            result={result}
            layout={layout}
            meanings={props.meanings}
            valueMeanings={props.valueMeanings}
            actions={actions}
            fieldActions={{
              ...actions.field,
              menu: (field, anchor) => props.onOverlay({ kind: "fieldMenu", field, anchor }),
            }}
            preferences={props.preferences}
            clock={props.clock}
            mode={pane}
            onMode={props.onPane}
            onClose={closePane}
          />
        )}
      </div>
      <SelectionLine
        host={props.host}
        range={{ ...view, resultId: summary.resultId, rows: { from: fromRow, to: toRow }, columns: picked }}
        columns={summary.columns}
        meanings={props.meanings}
        clock={props.clock}
      />
    </>
  );
}
