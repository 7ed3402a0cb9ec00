import type { RefObject } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  follow,
  isCornered,
  offsetShowing,
  positionAt,
  type RowGeometry,
  rowsAt,
  type ScrollPosition,
} from "./scaled-scroll.ts";

export const rowHeight = 22;
export const headerHeight = 26;

/** How long the scroll bar must rest before it is put in proportion again, in milliseconds. */
const restAfter = 120;

export interface RowScroll {
  /** Rows to draw, half-open. */
  readonly first: number;
  readonly end: number;
  /** Where the first drawn row stands in the track, in pixels. */
  readonly top: number;
  readonly geometry: RowGeometry;
  /** Rows that fit wholly. */
  readonly page: number;
  /** The pixel of all rows that is topmost in the viewport. */
  offset(): number;
  reveal(row: number): void;
  goTo(offset: number): void;
}

/**
 * Scrolls rows of one height in an element whose height is bounded. virtual-core is not used for rows: it keeps
 * three numbers for each of them, which for rows of one height are a multiplication.
 */
export function useRowScroll(
  scroller: RefObject<HTMLElement | null>,
  rowCount: number,
  startRow: number,
  onShown: (first: number, end: number) => void,
): RowScroll {
  const [viewport, setViewport] = useState(0);
  const geometry: RowGeometry = { rowCount, rowHeight, viewport };
  const position = useRef<ScrollPosition>({ scrollTop: 0, offset: startRow * rowHeight });
  const [drawn, setDrawn] = useState({ first: 0, end: 0, shift: 0 });
  const shown = useRef(onShown);
  shown.current = onShown;

  const draw = useCallback(() => {
    const { scrollTop, offset } = position.current;
    const { first, end } = rowsAt(offset, { rowCount, rowHeight, viewport });
    const shift = scrollTop - offset;
    setDrawn((now) => (now.first === first && now.end === end && now.shift === shift ? now : { first, end, shift }));
    shown.current(Math.floor(offset / rowHeight), Math.ceil((offset + viewport) / rowHeight));
  }, [rowCount, viewport]);

  const goTo = useCallback(
    (offset: number) => {
      const element = scroller.current;
      if (!element) return;
      const target = positionAt(offset, { rowCount, rowHeight, viewport });
      element.scrollTop = target.scrollTop;
      // The browser rounds to its own pixels; what it took is what the next step is counted from.
      position.current = { scrollTop: element.scrollTop, offset: target.offset };
      draw();
    },
    [scroller, rowCount, viewport, draw],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setViewport(element.clientHeight - headerHeight));
    observer.observe(element);
    setViewport(element.clientHeight - headerHeight);
    return () => observer.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    if (viewport > 0) goTo(position.current.offset);
  }, [viewport, goTo]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || viewport <= 0) return;
    const seen: RowGeometry = { rowCount, rowHeight, viewport };
    let rest: ReturnType<typeof setTimeout> | undefined;
    const scrolled = (): void => {
      position.current = follow(position.current, element.scrollTop, seen);
      clearTimeout(rest);
      if (isCornered(position.current, seen)) goTo(position.current.offset);
      else {
        draw();
        rest = setTimeout(() => {
          // A bar that has moved since is on its way elsewhere, and must not be put back.
          if (element.scrollTop === position.current.scrollTop) goTo(position.current.offset);
        }, restAfter);
      }
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener("scroll", scrolled);
    };
  }, [scroller, rowCount, viewport, draw, goTo]);

  return {
    first: Math.min(drawn.first, rowCount),
    end: Math.min(drawn.end, rowCount),
    top: drawn.first * rowHeight + drawn.shift,
    geometry,
    page: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    offset: () => position.current.offset,
    goTo,
    reveal: (row) => {
      const offset = offsetShowing(row, position.current.offset, geometry);
      if (offset !== position.current.offset) goTo(offset);
    },
  };
}
