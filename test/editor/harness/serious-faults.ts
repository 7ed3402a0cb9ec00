import axe from "axe-core";
import type { EditorWindow } from "./editor-window.ts";

/** What axe-core finds serious or critical in the drawn outputs of the open notebook, as lines. */
export function seriousFaults(editor: EditorWindow): Promise<readonly string[]> {
  return editor.evaluate(
    ".output-root",
    async (output, source) => {
      const page = globalThis as unknown as { axe?: typeof axe; readonly eval: (text: string) => unknown };
      // A notebook's page lets renderers do so.
      if (page.axe === undefined) page.eval(source);
      const root = output.getRootNode();
      const { violations = [] } = (await page.axe?.run(root instanceof ShadowRoot ? root.host : output)) ?? {};
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    },
    axe.source,
  );
}
