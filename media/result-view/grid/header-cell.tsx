// biome-ignore-all lint/a11y/useSemanticElements: a table cannot draw only the rows and columns in view
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names its active cell

import type { JSX, TargetedPointerEvent } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { Icon } from "../../shared/icon.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import { type Anchor, anchorUnder } from "../../shared/popup.tsx";
import { dragPointer } from "./drag-pointer.ts";
import type { DrawnColumn } from "./use-column-scroll.ts";
import "./header-cell.css";

/** How far a press may wander before it moves the column instead of sorting, in pixels. */
const clickSlack = 5;

/** A column's name: a click sorts, a drag moves, the edge resizes, the sign opens its menu. */
export function HeaderCell(props: {
  readonly id: string;
  readonly drawn: DrawnColumn;
  readonly column: ResultColumn | undefined;
  readonly active: boolean;
  readonly alignsRight: boolean;
  /** Undefined when the rows are not sorted by it. */
  readonly descending: boolean | undefined;
  /** Its turn among several sorted columns. */
  readonly rank: number | undefined;
  readonly filtered: boolean;
  readonly isDropTarget: boolean;
  readonly placeAt: (x: number) => number;
  readonly onSort: (add: boolean) => void;
  readonly onFit: () => void;
  readonly onMenu: (anchor: Anchor) => void;
  readonly onResize: (width: number) => void;
  readonly onDragOver: (place: number | undefined) => void;
  readonly onDrop: (place: number) => void;
}): JSX.Element {
  const { drawn, column, descending } = props;
  const name = visibleText(column?.name ?? "");

  const pressName = (event: TargetedPointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const grid = event.currentTarget.closest(".grid");
    const left = grid?.getBoundingClientRect().left ?? 0;
    const add = event.shiftKey;
    let place: number | undefined;
    dragPointer(event, {
      move: ({ x, moved }) => {
        if (place === undefined && Math.abs(moved) < clickSlack) return;
        place = props.placeAt(x - left);
        props.onDragOver(place);
      },
      end: () => {
        if (place === undefined) props.onSort(add);
        else props.onDrop(place);
      },
      cancel: () => props.onDragOver(undefined),
    });
  };

  const pressEdge = (event: TargetedPointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    dragPointer(event, { move: ({ moved }) => props.onResize(drawn.width + moved) });
  };

  const classes = [
    "header-cell",
    props.alignsRight && "header-right",
    props.active && "header-active",
    props.isDropTarget && "header-drop",
  ];
  return (
    <div
      id={props.id}
      class={classes.filter(Boolean).join(" ")}
      role="columnheader"
      data-header={drawn.column}
      aria-colindex={drawn.place + 1}
      aria-sort={descending === undefined ? "none" : descending ? "descending" : "ascending"}
      title={`${name}  ${column?.type ?? ""}`}
      style={{ left: `${drawn.left}px`, width: `${drawn.width}px` }}
      onPointerDown={pressName}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onMenu({ left: event.clientX, top: event.clientY, bottom: event.clientY });
      }}
    >
      <span class="header-name">
        <MarkedText text={column?.name ?? ""} />
      </span>
      {descending !== undefined && <Icon name={descending ? "arrow-down" : "arrow-up"} />}
      {props.rank !== undefined && <span class="header-rank">{props.rank}</span>}
      {props.filtered && <Icon name="filter-filled" />}
      {props.filtered && <span class="visually-hidden">{t("filtered")}</span>}
      <button
        type="button"
        class="header-menu"
        tabIndex={-1}
        aria-label={t("Menu of column {0}", name)}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => props.onMenu(anchorUnder(event.currentTarget))}
      >
        <Icon name="chevron-down" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard sizes a column by its menu */}
      <span class="header-edge" onPointerDown={pressEdge} onDblClick={props.onFit} />
    </div>
  );
}
