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
  await editor.press("Enter");
}
