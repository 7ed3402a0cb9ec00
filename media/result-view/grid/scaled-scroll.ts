/** Tallest element that every browser VS Code runs in lays out (Firefox stops at 17.8 million pixels), in pixels. */
export const tallestTrack = 15_000_000;

/** Rows of one height seen through a viewport; lengths in pixels. */
export interface RowGeometry {
  readonly rowCount: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

/**
 * Where the scroll bar stands (`scrollTop`) and which pixel of all rows is the topmost seen (`offset`).
 * The two are equal while all rows fit in the tallest track.
 */
export interface ScrollPosition {
  readonly scrollTop: number;
  readonly offset: number;
}

/** Height of the element that stands for all rows. */
export function trackHeight(geometry: RowGeometry): number {
  return Math.min(geometry.rowCount * geometry.rowHeight, tallestTrack);
}

/** The largest offset: the last row stands at the bottom. */
export function lastOffset(geometry: RowGeometry): number {
  return Math.max(0, geometry.rowCount * geometry.rowHeight - geometry.viewport);
}

/** The position that shows an offset, with the scroll bar in proportion. */
export function positionAt(offset: number, geometry: RowGeometry): ScrollPosition {
  const end = lastOffset(geometry);
  const within = Math.max(0, Math.min(offset, end));
  const scrollEnd = Math.max(0, trackHeight(geometry) - geometry.viewport);
  return { offset: within, scrollTop: end === scrollEnd ? within : (within / end) * scrollEnd };
}

/**
 * The position after the browser has scrolled. A step shorter than the viewport (wheel, touch, arrow of the scroll
 * bar) moves the rows by as many pixels; a longer one (the thumb) goes to the same part of all rows.
 */
export function follow(previous: ScrollPosition, scrollTop: number, geometry: RowGeometry): ScrollPosition {
  const end = lastOffset(geometry);
  const scrollEnd = Math.max(0, trackHeight(geometry) - geometry.viewport);
  if (end === scrollEnd) return { scrollTop, offset: Math.max(0, Math.min(scrollTop, end)) };
  const step = scrollTop - previous.scrollTop;
  const offset = Math.abs(step) <= geometry.viewport ? previous.offset + step : (scrollTop / scrollEnd) * end;
  return { scrollTop, offset: Math.max(0, Math.min(offset, end)) };
}

/** True when the scroll bar is about to stop although rows remain, so that it must be put in proportion at once. */
export function isCornered(position: ScrollPosition, geometry: RowGeometry): boolean {
  const due = positionAt(position.offset, geometry).scrollTop;
  const scrollEnd = trackHeight(geometry) - geometry.viewport;
  const nearEdge = position.scrollTop < geometry.viewport || position.scrollTop > scrollEnd - geometry.viewport;
  return nearEdge && Math.abs(due - position.scrollTop) > 1;
}

/** Rows drawn beyond each edge of the viewport, and the step in which the drawn rows change. */
export const overscan = 8;

/** The rows to draw (half-open): some more than are seen, so that most scrolling draws nothing. */
export function rowsAt(offset: number, geometry: RowGeometry): { first: number; end: number } {
  const first = Math.floor(offset / geometry.rowHeight / overscan - 1) * overscan;
  const end = Math.ceil((offset + geometry.viewport) / geometry.rowHeight / overscan + 1) * overscan;
  return { first: Math.max(0, first), end: Math.min(geometry.rowCount, end) };
}

/** The offset nearest to the present one at which a row is wholly seen. */
export function offsetShowing(row: number, offset: number, geometry: RowGeometry): number {
  const top = row * geometry.rowHeight;
  if (top < offset) return top;
  return Math.max(offset, top + geometry.rowHeight - geometry.viewport);
}
