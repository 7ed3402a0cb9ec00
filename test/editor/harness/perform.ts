import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../../scripts/lib/paths.mjs";
import { drag, dropFiles } from "./drag.ts";
import { firstVisible, untilGone } from "./visible.ts";
import type { WindowAction } from "./window-protocol.ts";

/** Does in the browser what a test inside the editor asked for. */
export async function perform(page: Page, request: WindowAction): Promise<unknown> {
  switch (request.action) {
    case "screenshot":
      return screenshot(page, request.name);
    case "waitFor":
      if (request.gone) await untilGone(page, request.selector);
      else await firstVisible(page, request.selector);
      return undefined;
    case "click": {
      const { first } = await firstVisible(page, request.selector);
      await first.click({ button: request.button, clickCount: request.times });
      return undefined;
    }
    case "texts":
      return (await firstVisible(page, request.selector)).all.allInnerTexts();
    case "evaluate": {
      const { first } = await firstVisible(page, request.selector);
      // Playwright wants a function; it sends its text, which a webview's content security policy does not stop.
      const script = new Function("element", "argument", `return (${request.script})(element, argument)`);
      return first.evaluate(
        script as (element: HTMLElement | SVGElement, argument: unknown) => unknown,
        request.argument,
      );
    }
    case "drag":
      return drag(page, request.from, request.path);
    case "dropFiles":
      return dropFiles(page, request.files, request.on);
    case "press":
      return page.keyboard.press(request.keys);
    case "type":
      return page.keyboard.type(request.text);
  }
}

/** Writes `out/screenshots/<name>.png`. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = join(root, "out", "screenshots");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`);
  await page.screenshot({ path });
  return path;
}
