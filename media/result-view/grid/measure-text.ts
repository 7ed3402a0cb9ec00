/** A function that says how wide a text is drawn in an element's font, in pixels. */
export function textMeasure(element: Element): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return (text) => text.length * 8;
  const { fontSize, fontFamily } = getComputedStyle(element);
  // The header is semibold, and a cell cut by one pixel is worse than a column wider by some.
  context.font = `600 ${fontSize} ${fontFamily}`;
  return (text) => context.measureText(text).width;
}
