/**
 * Brings an element into the sight of the scroller that it stands in. `scrollIntoView` would go on beyond the page, to
 * the window of VS Code around it.
 */
export function scrollInView(element: Element | null | undefined): void {
  const scroller = element && scrollerOf(element);
  if (!scroller) return;
  const [inner, outer] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const top = outer.top + scroller.clientTop;
  const below = inner.bottom - (top + scroller.clientHeight);
  const above = top - inner.top;
  if (above > 0) scroller.scrollTop -= above;
  else if (below > 0) scroller.scrollTop += Math.min(below, -above);
}

function scrollerOf(element: Element): Element | undefined {
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(outer).overflowY)) return outer;
  }
  return undefined;
}
