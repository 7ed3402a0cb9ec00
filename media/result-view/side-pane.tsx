import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { CellRequest } from "../../src/protocol/query.ts";
import type { ValueMeanings } from "../../src/protocol/result-page.ts";
import type { Clock } from "../shared/shown-time.ts";
import { Tabs } from "../shared/tabs.tsx";
import { CellPane } from "./cell/cell-pane.tsx";
import type { ColumnLayout } from "./grid/column-layout.ts";
import type { Meanings } from "./grid/meanings.ts";
import { selectCell } from "./grid/selection.ts";
import type { FieldActions } from "./record/record-line.tsx";
import { RecordPane } from "./record/record-pane.tsx";
import type { ResultHost } from "./result-host.ts";
import type { ResultActions } from "./result-menus.ts";
import type { Preferences } from "./use-preferences.ts";
import type { Result } from "./use-result.ts";

export type PaneMode = "record" | "cell";

const usualWidth = 360;

/** The active row or the active cell, beside the grid. */
export function SidePane(props: {
  readonly host: ResultHost;
  readonly result: Result;
  readonly layout: ColumnLayout;
  readonly meanings: Meanings;
  readonly valueMeanings: readonly ValueMeanings[];
  readonly actions: ResultActions;
  readonly fieldActions: FieldActions;
  readonly preferences: Preferences;
  readonly clock: Clock;
  readonly mode: PaneMode;
  readonly onMode: (mode: PaneMode) => void;
  readonly onClose: () => void;
}): JSX.Element | null {
  const { result, preferences } = props;
  const { summary, view, activeColumn, activeCell, selection } = result;
  const { row } = selection.head;
  const column = summary.columns[activeColumn];
  if (!column || row < 0) return null;
  const request: Omit<CellRequest, "column"> = { ...view, resultId: summary.resultId, row };
  const pane = {
    width: preferences.current.paneWidth ?? usualWidth,
    onWidth: (paneWidth: number) => preferences.change({ paneWidth }),
    onClose: props.onClose,
    modes: (
      <Tabs
        label={t("What is open beside the rows")}
        value={props.mode}
        tabs={[
          { value: "record", label: t("Row") },
          { value: "cell", label: t("Cell") },
        ]}
        onChange={props.onMode}
      />
    ),
  };
  if (props.mode === "cell")
    return (
      <CellPane
        {...pane}
        host={props.host}
        request={{ ...request, column: activeColumn }}
        column={column}
        cell={activeCell}
        meaning={meaningOf()}
        onCopy={props.actions.copyText}
      />
    );
  return (
    <RecordPane
      {...pane}
      host={props.host}
      request={request}
      rowCount={result.rowCount}
      columns={summary.columns}
      order={props.layout.order}
      cells={result.source.row(row)}
      meanings={props.valueMeanings}
      activeColumn={activeColumn}
      actions={props.fieldActions}
      clock={props.clock}
      hidesEmpty={preferences.current.hidesEmptyFields ?? false}
      onHideEmpty={(hidesEmptyFields) => preferences.change({ hidesEmptyFields })}
      onRow={(by) => {
        const next = Math.max(0, Math.min(row + by, result.rowCount - 1));
        result.setSelection(selectCell({ row: next, column: selection.head.column }));
      }}
    />
  );

  function meaningOf(): string | undefined {
    const values = props.meanings.get(activeColumn);
    const text = String(activeCell);
    return values && Object.hasOwn(values, text) ? values[text] : undefined;
  }
}
