import type { EditorWindow } from "../harness/editor-window.ts";

const input = ".quick-input-widget input[type=text]";

/**
 * Answers the window's own dialog of files (`files.simpleDialog.enable`), which takes no answer before it has listed its
 * folder and filled in a path.
 *
 * @param path absolute; left out, what the dialog offers.
 */
export async function answerFileDialog(editor: EditorWindow, path?: string): Promise<void> {
  await editor.evaluate(input, async (field) => {
    while (!(field as HTMLInputElement).value.startsWith("/")) await new Promise(requestAnimationFrame);
  });
  if (path !== undefined) {
    await editor.press("Control+A");
    await editor.type(path);
  }
  for (let answers = 1; answers <= mostAnswers; answers += 1) {
    await editor.press("Enter");
    if (!(await editor.evaluate(".monaco-workbench", isRefused))) return;
  }
}

const mostAnswers = 10;

/**
 * Whether the dialog is open still, with words about the path or after ten seconds: on a slow machine it may take an answer
 * before it has looked at the path, and then says that of another one.
 */
async function isRefused(workbench: HTMLElement): Promise<boolean> {
  const start = performance.now();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const widget = workbench.querySelector<HTMLElement>(".quick-input-widget");
    if (widget === null || widget.offsetParent === null) return false;
    if (!widget.querySelector<HTMLInputElement>("input[type=text]")?.value.startsWith("/")) return false;
    const waited = performance.now() - start;
    const words = widget.querySelector(".quick-input-message")?.textContent?.trim() ?? "";
    if (waited > 10_000 || (waited > 1000 && words !== "")) return true;
  }
}
