import type { Page } from "playwright-core";

/** Boxes that scroll by themselves: the grid, the table of columns, and texts of programs. */
const scrollers = ".grid, .columns-page, .running-sql, .scripts-text, .pane-content, .record-content";
/** From the narrowest that a page must hold to a wide one, in pixels. */
const widths = Array.from({ length: 13 }, (_, step) => 500 + step * 75);

/**
 * Resizes a page from 500 to 1400 pixels and looks at each width for what is not to be seen without scrolling sideways:
 * elements that reach out of the window, texts cut off without an ellipsis, and texts that leave their cell or button.
 *
 * @returns a line for each width with such elements, which names some of them.
 */
export async function sidewaysAtAnyWidth(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const outside = await page.evaluate(elementsOutside, scrollers);
    if (outside.length > 0) found.push(`${width} px: ${outside.slice(0, 4).join(" | ")}`);
  }
  return found;
}

/** What of a page as wide as it is now cannot be seen without scrolling sideways. */
export function elementsCut(page: Page): Promise<readonly string[]> {
  return page.evaluate(elementsOutside, scrollers);
}

/** Runs in the page, once what follows its size has been drawn. */
async function elementsOutside(scrollers: string): Promise<readonly string[]> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const isClipped = (element: Element | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath !== "none" || isClipped(element.parentElement));
  const isCut = (element: Element): boolean => {
    const { overflowX, textOverflow } = getComputedStyle(element);
    const keepsItsText = overflowX !== "visible" || element.matches("td, th, button, dd, dt");
    return keepsItsText && textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1;
  };
  return [...document.querySelectorAll("#root *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth || isCut(element))
    .filter((element) => element.closest(scrollers) === null && !isClipped(element))
    .map((element) => `${element.outerHTML.slice(0, 60)}…`);
}
