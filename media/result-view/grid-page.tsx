import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { CellRequest } from "../../src/protocol/query.ts";
import { CellPane } from "./cell/cell-pane.tsx";
import { toggleSort } from "./filter/view-query.ts";
import type { ColumnLayout } from "./grid/column-layout.ts";
import { Grid } from "./grid/grid.tsx";
import type { Meanings } from "./grid/meanings.ts";
import type { ResultHost } from "./result-host.ts";
import type { ResultActions } from "./result-menus.ts";
import type { Overlay } from "./result-overlay.tsx";
import type { Result } from "./use-result.ts";
import "./grid-page.css";

/** The grid, and beside it the active cell when it is open. */
export function GridPage(props: {
  readonly host: ResultHost;
  readonly result: Result;
  readonly layout: ColumnLayout;
  readonly meanings: Meanings;
  readonly actions: ResultActions;
  readonly isPaneOpen: boolean;
  readonly onPane: (open: boolean) => void;
  readonly onOverlay: (overlay: Overlay) => void;
}): JSX.Element {
  const { result, actions, layout } = props;
  const { summary, view, activeColumn, activeCell } = result;
  const row = result.selection.head.row;
  const column = summary.columns[activeColumn];
  const request: CellRequest = { ...view, resultId: summary.resultId, row, column: activeColumn };
  const body = useRef<HTMLDivElement>(null);
  const closePane = (): void => {
    props.onPane(false);
    body.current?.querySelector<HTMLElement>(".grid")?.focus();
  };
  return (
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
        isBesidePane={props.isPaneOpen}
        onLayout={result.setLayout}
        onSelect={result.setSelection}
        onSort={(sorted, add) => result.setView(toggleSort(view, sorted, add))}
        onFit={actions.fit}
        onColumnMenu={(place, anchor) => props.onOverlay({ kind: "columnMenu", place, anchor })}
        onCellMenu={(anchor) => props.onOverlay({ kind: "cellMenu", anchor })}
        onOpen={actions.open}
        onCollapse={closePane}
        onCopy={() => actions.copySelection("tsv")}
        onTopRow={result.setTopRow}
      />
      {props.isPaneOpen && column && row >= 0 && (
        <CellPane
          host={props.host}
          request={request}
          column={column}
          cell={activeCell}
          meaning={meaningOf()}
          onCopy={actions.copyText}
          onClose={closePane}
        />
      )}
    </div>
  );

  function meaningOf(): string | undefined {
    const values = props.meanings.get(activeColumn);
    const text = String(activeCell);
    return values && Object.hasOwn(values, text) ? values[text] : undefined;
  }
}
