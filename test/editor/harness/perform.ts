import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { root } from "../../../scripts/lib/paths.mjs";
import type { WindowAction } from "./window-protocol.ts";

const visibleTimeoutMs = 20_000;
const pollMs = 50;

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

interface Found {
  readonly first: Locator;
  /** All that match in the same frame. */
  readonly all: Locator;
}

async function firstVisible(page: Page, selector: string): Promise<Found> {
  const deadline = Date.now() + visibleTimeoutMs;
  while (Date.now() < deadline) {
    const found = await findVisible(page, selector);
    if (found !== undefined) return found;
    await delay(pollMs);
  }
  const frames = page.frames().map((frame) => frame.url().split("?")[0]);
  throw new Error(
    `Nothing visible for ${selector} within ${visibleTimeoutMs / 1000} s in the frames ${frames.join(", ")}`,
  );
}

async function untilGone(page: Page, selector: string): Promise<void> {
  const deadline = Date.now() + visibleTimeoutMs;
  while ((await findVisible(page, selector)) !== undefined) {
    if (Date.now() > deadline) throw new Error(`Still visible after ${visibleTimeoutMs / 1000} s: ${selector}`);
    await delay(pollMs);
  }
}

async function findVisible(page: Page, selector: string): Promise<Found | undefined> {
  for (const frame of page.frames()) {
    const all = frame.locator(selector).filter({ visible: true });
    try {
      if ((await all.count()) > 0) return { first: all.first(), all };
    } catch (error) {
      // A webview that reloads takes its frame away in the middle of the question.
      if (!frame.isDetached()) throw error;
    }
  }
  return undefined;
}
