import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useCallback, useLayoutEffect, useReducer, useState } from "preact/hooks";
import { sum } from "../../../src/base/sum.ts";

/** A shown column that is drawn, with its place in the row in pixels. */
export interface DrawnColumn {
  /** Index into the result's columns. */
  readonly column: number;
  /** Its place among the shown columns. */
  readonly place: number;
  readonly left: number;
  readonly width: number;
}

export interface ColumnScroll {
  readonly frozen: readonly DrawnColumn[];
  readonly scrolling: readonly DrawnColumn[];
  /** Where the frozen columns end. */
  readonly frozenWidth: number;
  /** Pixels before the first column. */
  readonly margin: number;
  readonly totalWidth: number;
  /** Scrolls until a shown column is seen. */
  reveal(place: number): void;
  /** The shown column under a pixel of the viewport, as its place; the nearest one outside. */
  placeAt(x: number): number;
}

/** Draws only the columns in view, beside the frozen ones. */
export function useColumnScroll(
  scroller: RefObject<HTMLElement | null>,
  shown: readonly number[],
  widths: readonly number[],
  frozenCount: number,
  /** Pixels before the first column, which stay in place. */
  margin: number,
): ColumnScroll {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const all = layOut(shown, widths, margin);
  const frozen = all.slice(0, frozenCount);
  const rest = all.slice(frozenCount);
  const frozenWidth = margin + sum(frozen, (column) => column.width);
  const options = {
    horizontal: true,
    count: rest.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index: number) => rest[index]?.width ?? 0,
    // A new function makes the virtualizer measure again.
    getItemKey: useCallback((index: number) => rest[index]?.column ?? index, [shown, widths, frozenCount, margin]),
    paddingStart: frozenWidth,
    overscan: 2,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());

  return {
    frozen,
    scrolling: virtualizer.getVirtualItems().flatMap((item) => rest[item.index] ?? []),
    frozenWidth,
    margin,
    totalWidth: margin + sum(all, (column) => column.width),
    reveal: (place) => {
      const element = scroller.current;
      const column = rest[place - frozenCount];
      if (!element || !column) return;
      const right = column.left + column.width - element.clientWidth;
      if (column.left < element.scrollLeft + frozenWidth) element.scrollLeft = column.left - frozenWidth;
      else if (right > element.scrollLeft) element.scrollLeft = Math.min(right, column.left - frozenWidth);
    },
    placeAt: (x) => {
      const inFrozen = frozen.find((column) => x < column.left + column.width);
      if (inFrozen) return x < 0 ? 0 : inFrozen.place;
      const inRow = x + (scroller.current?.scrollLeft ?? 0);
      return rest.find((column) => inRow < column.left + column.width)?.place ?? all.length - 1;
    },
  };
}

function layOut(shown: readonly number[], widths: readonly number[], margin: number): readonly DrawnColumn[] {
  let left = margin;
  return shown.map((column, place) => {
    const width = widths[column] ?? 0;
    const drawn = { column, place, left, width };
    left += width;
    return drawn;
  });
}
