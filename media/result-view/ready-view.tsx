import type { JSX, TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { ResultState, ValueMeanings, ViewPreferences } from "../../src/protocol/result-page.ts";
import { askedWords } from "../../src/protocol/words/asked-words.ts";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import { type Anchor, anchorUnder } from "../shared/popup.tsx";
import { ProgressBar } from "../shared/progress-bar.tsx";
import { ArrangeNote } from "./arrange/arrange-note.tsx";
import { useEmptyColumns } from "./arrange/use-empty-columns.ts";
import { viewMenu } from "./arrange/view-menu.ts";
import { ChartPage } from "./chart/chart-page.tsx";
import { FilterChips } from "./filter/filter-chips.tsx";
import { isNarrowed, withBounds, withoutFilter, withoutNarrowing, withSearch, withSort } from "./filter/view-query.ts";
import {
  fitColumn,
  hideColumn,
  leaveOutEmpty,
  orderColumns,
  showAll,
  showColumn,
  shownColumns,
} from "./grid/column-layout.ts";
import { meaningsByColumn } from "./grid/meanings.ts";
import { selectCell } from "./grid/selection.ts";
import { GridPage } from "./grid-page.tsx";
import { ResultNotes } from "./notes/result-notes.tsx";
import type { ResultHost } from "./result-host.ts";
import type { ResultActions } from "./result-menus.ts";
import { type Overlay, ResultOverlay } from "./result-overlay.tsx";
import type { PaneMode } from "./side-pane.tsx";
import { UnreadRows } from "./states/unread-rows.tsx";
import { ColumnsPage } from "./statistics/columns-page.tsx";
import { useStatistics } from "./statistics/use-statistics.ts";
import { emptyWords, summaryWords } from "./summary-words.ts";
import { TitleLine } from "./title-line.tsx";
import { Toolbar } from "./toolbar.tsx";
import { usePreferences } from "./use-preferences.ts";
import { useResult } from "./use-result.ts";
import { useResultActions } from "./use-result-actions.ts";
import type { ViewMemory } from "./view-memory.ts";
import "./ready-view.css";

/** A result: its rows in a grid or its columns in a list, and what can be done with them. */
export function ReadyView(props: {
  readonly state: Extract<ResultState, { kind: "ready" }>;
  readonly host: ResultHost;
  readonly memory: ViewMemory;
}): JSX.Element {
  const { host, state } = props;
  const { summary } = state;
  const meanings = useMemo(() => meaningsByColumn(state.meanings), [state.meanings]);
  const preferences = usePreferences(host, state.preferences);
  const { current: liked } = preferences;
  const clock = liked.usesLocalTime ? "local" : "utc";
  const firstOrder = liked.usesQueryOrder ? undefined : state.columnOrder;
  const result = useResult(host, props.memory, summary, meanings, { firstOrder, arranged: state.arranged, clock });
  const statistics = useStatistics(host, summary.resultId, result.view);
  const {
    actions: { openDashboard, field, ...hostActions },
    notice,
  } = useResultActions(host, result, liked);
  const [overlay, setOverlay] = useState<Overlay | undefined>(undefined);
  const [pane, setPane] = useState<PaneMode | undefined>(() => paneAtFirst(state.preferences));
  const root = useRef<HTMLElement>(null);
  const { view, setView, layout, source } = result;

  const empty = useEmptyColumns(host, summary, liked.hidesEmptyColumns ?? state.columnOrder !== undefined);
  useLayoutEffect(() => {
    if (layout && empty) result.setLayout(leaveOutEmpty(layout, empty));
  }, [empty, layout === undefined]);

  const change = (part: ViewPreferences): void => {
    preferences.change(part);
    if (!layout || !state.columnOrder || part.usesQueryOrder === undefined) return;
    const queryOrder = summary.columns.map((_, column) => column);
    result.setLayout(orderColumns(layout, part.usesQueryOrder ? queryOrder : state.columnOrder));
  };
  const anchorOf = (column: number): Anchor => {
    const header = root.current?.querySelector(`[data-header="${column}"]`) ?? root.current;
    return header ? anchorUnder(header) : { left: 0, top: 0, bottom: 0 };
  };
  const showPane = (mode: PaneMode | undefined): void => {
    setPane(mode);
    preferences.change({ pane: mode ?? "none" });
  };
  const goToColumn = (column: number): void => {
    if (!layout) return;
    const next = showColumn(layout, column);
    if (next !== layout) result.setLayout(next);
    result.setSelection(selectCell({ row: result.selection.head.row, column: shownColumns(next).indexOf(column) }));
    root.current?.querySelector<HTMLElement>(".grid")?.focus();
  };
  const actions: ResultActions = {
    ...hostActions,
    sort: (sort) => setView(withSort(view, sort)),
    filterForm: (column) => setOverlay({ kind: "filter", column, anchor: anchorOf(column) }),
    statistics: (column) => {
      statistics.load([column]);
      setOverlay({ kind: "statistics", column, anchor: anchorOf(column) });
    },
    ...(state.offersDashboards && { openDashboard }),
    layout: result.setLayout,
    viewMenu: () =>
      viewMenu(liked, state.columnOrder !== undefined, {
        change,
        goToColumn: () => setOverlay({ kind: "goToColumn", anchor: anchorUnder(toolbar()) }),
      }),
    goToColumn,
    fit: (column) => {
      if (layout) result.setLayout(fitColumn(layout, column, result.fittingWidth(column)));
    },
    open: (what) => {
      const open = pane === undefined || (what === "cell" && pane === "record") ? undefined : pane;
      const target = open === "record" ? ".record-tree" : ".pane vscode-text-field";
      if (open) root.current?.querySelector<HTMLElement>(target)?.focus();
      else showPane(what);
    },
    field: {
      ...field,
      hideColumn: (column) => {
        if (layout) result.setLayout(hideColumn(layout, column));
      },
      goToColumn,
      openCell: (column) => {
        goToColumn(column);
        showPane("cell");
      },
    },
  };
  const toolbar = (): Element => root.current?.querySelector(".toolbar vscode-text-field") ?? document.body;
  const openQuery = (): void => host.notify("openQuery", {});
  const isEmpty = summary.rowCount === 0;
  const pressKey = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const search = root.current?.querySelector<HTMLElement>(".toolbar vscode-text-field");
    if (key === "f" && search) search.focus();
    else if (key === "g" && layout) setOverlay({ kind: "goToColumn", anchor: anchorUnder(toolbar()) });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <main ref={root} class="ready" onKeyDown={pressKey}>
      {(result.loading || summary.isArriving === true) && <ProgressBar />}
      <TitleLine
        title={state.pin?.name ?? summary.title}
        asked={askedWords(summary)}
        lake={summary.lake}
        words={summaryWords(summary, source.rowCount)}
        simulated={summary.simulated}
        page={result.page}
        onPage={result.setPage}
      />
      {summary.isArriving === true && (
        <p class="ready-arriving">
          <span role="status">{t("More rows are on their way from Athena.")}</span>
          <Button appearance="secondary" onPress={() => host.notify("cancel", null)}>
            {t("Cancel")}
          </Button>
        </p>
      )}
      <ResultNotes state={state} host={host} />
      {!isEmpty && (
        <Toolbar
          search={view.search ?? ""}
          notice={notice}
          clock={clock}
          onSearch={(text) => setView(withSearch(view, text))}
          onLeave={() => root.current?.querySelector<HTMLElement>(".grid")?.focus()}
          onCopyMenu={(anchor) => setOverlay({ kind: "copyMenu", anchor })}
          onExportMenu={(anchor) => setOverlay({ kind: "exportMenu", anchor })}
          onViewMenu={(anchor) => setOverlay({ kind: "viewMenu", anchor })}
          isPinned={state.pin && state.pin.name !== undefined}
          onPin={(isPinned) => host.notify("pin", { isPinned })}
          onCompare={() => host.notify("compare", null)}
          onOpenQuery={openQuery}
        />
      )}
      <FilterChips
        view={view}
        columns={summary.columns}
        clock={clock}
        onRemove={(index) => setView(withoutFilter(view, index))}
        onClear={() => setView(withoutNarrowing(view))}
      />
      {layout && result.page === "grid" && !isEmpty && (
        <ArrangeNote
          state={state}
          layout={layout}
          firstOrder={firstOrder}
          onLayout={result.setLayout}
          onLiked={change}
        />
      )}
      {content()}
      {overlay && (
        <ResultOverlay
          host={host}
          overlay={overlay}
          result={result}
          meanings={meanings}
          clock={clock}
          statistics={statistics}
          actions={actions}
          onHeaders={(headers) => change({ copiesWithoutHeaders: !headers })}
          onClose={() => setOverlay(undefined)}
        />
      )}
    </main>
  );

  function content(): JSX.Element | null {
    if (source.failure)
      return (
        <UnreadRows failure={source.failure} onRead={() => source.retry()} onRun={() => host.notify("retry", null)} />
      );
    if (!layout) return null;
    if (result.page === "columns") {
      return (
        <ColumnsPage
          columns={summary.columns}
          layout={layout}
          statistics={statistics}
          clock={clock}
          onLayout={result.setLayout}
        />
      );
    }
    if (isEmpty) {
      const open = (
        <Button appearance="secondary" onPress={openQuery}>
          {t("Open query")}
        </Button>
      );
      return <Message icon="info" text={emptyWords(summary)} actions={open} />;
    }
    if (result.rowCount === 0 && isNarrowed(view)) {
      const clear = (
        <Button appearance="secondary" onPress={() => setView(withoutNarrowing(view))}>
          {t("Show all rows")}
        </Button>
      );
      return <Message icon="filter" text={t("None of the rows matches the search and the filters.")} actions={clear} />;
    }
    if (result.page === "chart") {
      return (
        <ChartPage
          host={host}
          summary={summary}
          view={view}
          sample={result.sample()}
          meanings={meanings}
          clock={clock}
          declared={state.chart}
          adjusted={result.chart}
          onChart={result.setChart}
          onFilters={(filters) => setView(withBounds(view, filters))}
        />
      );
    }
    if (result.shown.length === 0) {
      const showColumns = (
        <Button appearance="secondary" onPress={() => result.setLayout(showAll(layout))}>
          {t("Show all columns")}
        </Button>
      );
      return <Message icon="eye-closed" text={t("No column is shown.")} actions={showColumns} />;
    }
    return (
      <GridPage
        host={host}
        result={result}
        layout={layout}
        meanings={meanings}
        actions={actions}
        valueMeanings={state.meanings ?? noMeanings}
        preferences={preferences}
        clock={clock}
        pane={pane}
        onPane={showPane}
        onOverlay={setOverlay}
      />
    );
  }
}

const noMeanings: readonly ValueMeanings[] = [];

/** Narrower pages have no room for a pane beside the rows, in pixels. */
const roomForPane = 640;

/** What was open beside the last result is open beside the next, where there is room for both. */
function paneAtFirst({ pane }: ViewPreferences = {}): PaneMode | undefined {
  return pane === undefined || pane === "none" || window.innerWidth < roomForPane ? undefined : pane;
}
