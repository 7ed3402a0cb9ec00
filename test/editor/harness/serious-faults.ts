import axe from "axe-core";
import type { EditorWindow } from "./editor-window.ts";

/**
 * What axe-core finds serious or critical in one of our pages, or in the drawn outputs of the open notebook, as lines.
 *
 * @param selector an element of the page; the whole page is looked at, of an output all that stands in its shadow.
 */
export function seriousFaults(editor: EditorWindow, selector = ".output-root"): Promise<readonly string[]> {
  // The source stands in the text, because a page's content security policy lets nobody evaluate another.
  return editor.evaluateText(selector, `(element) => { ${axe.source}\n; return (${look})(element, window.axe); }`);
}

/** Runs in the page. */
async function look(element: HTMLElement, page: typeof axe): Promise<readonly string[]> {
  const root = element.getRootNode();
  const { violations } = await page.run(root instanceof ShadowRoot ? root.host : document);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
