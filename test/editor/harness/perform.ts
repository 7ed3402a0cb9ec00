import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
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
      const closes = await first.evaluate(
        (element) => element.closest(".monaco-menu") !== null && element.getAttribute("aria-haspopup") !== "true",
      );
      await leaveHover(page, first);
      await first.click({ button: request.button, clickCount: request.times });
      if (closes) await clickAgainWhileOpen(first);
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

/** The words about what the pointer rests on may lie over what is clicked next. */
async function leaveHover(page: Page, clicked: Locator): Promise<void> {
  const hover = page.locator(".context-view .monaco-hover");
  if ((await hover.count()) === 0) return;
  if (await clicked.evaluate((element) => element.closest(".monaco-hover") !== null)) return;
  await page.mouse.move(0, 0);
  await hover
    .first()
    .waitFor({ state: "hidden", timeout: menuPatienceMs })
    .catch(() => undefined);
}

const menuPatienceMs = 1_000;
const mostClicks = 5;

/** A menu that has only just opened may take no notice of a click on an item; one that did is gone. */
async function clickAgainWhileOpen(item: Locator): Promise<void> {
  for (let click = 1; click < mostClicks; click += 1) {
    const deadline = Date.now() + menuPatienceMs;
    while (Date.now() < deadline && (await item.isVisible())) await delay(50);
    if (!(await item.isVisible())) return;
    await item.click({ timeout: menuPatienceMs }).catch(() => undefined);
  }
}
