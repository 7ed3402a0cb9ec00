/** What the array of a page is called: Graph and Log Analytics, Azure Monitor, and exports that capitalise. */
export const pageNames = ["value", "records", "Records"] as const;

/** The beginning of a page's array, behind the quote in front of its name. */
export const pageArray = `"(?:${pageNames.join("|")})"\\s*:\\s*\\[`;

/** Whether some text is what Graph and Azure write behind the array of a page, as far as the brace that ends it. */
export function isPageTail(text: string): boolean {
  return /^\s*(?:,\s*"(?:@[\w.]+|nextLink|count|totalCount)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)\s*)*\}$/.test(text);
}
