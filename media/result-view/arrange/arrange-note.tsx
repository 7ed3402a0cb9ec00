import type { JSX } from "preact";
import type { ResultState, ViewPreferences } from "../../../src/protocol/result-page.ts";
import { type ColumnLayout, initialLayout } from "../grid/column-layout.ts";
import { isAsAtFirst } from "./arranged-columns.ts";
import { ColumnNote } from "./column-note.tsx";

/** What of a result's columns is not as the query gave them, and the ways back. */
export function ArrangeNote(props: {
  readonly state: Extract<ResultState, { kind: "ready" }>;
  readonly layout: ColumnLayout;
  readonly firstOrder: readonly number[] | undefined;
  readonly onLayout: (layout: ColumnLayout) => void;
  readonly onLiked: (part: ViewPreferences) => void;
}): JSX.Element {
  const { state, layout, firstOrder, onLayout, onLiked } = props;
  const names = state.summary.columns.map(({ name }) => name);
  return (
    <ColumnNote
      layout={layout}
      isUsefulOrder={state.columnOrder !== undefined && String(layout.order) === String(state.columnOrder)}
      isArranged={state.arranged !== undefined && !isAsAtFirst(layout, names, firstOrder)}
      onReset={() => onLayout({ ...initialLayout(layout.widths, firstOrder), empty: layout.empty ?? [] })}
      onQueryOrder={() => onLiked({ usesQueryOrder: true })}
      onShowEmpty={() => onLiked({ hidesEmptyColumns: false })}
    />
  );
}
