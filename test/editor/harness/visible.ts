import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";

const visibleTimeoutMs = 45_000;
const pollMs = 50;

interface Found {
  readonly first: Locator;
  /** All that match in the same frame. */
  readonly all: Locator;
}

/** Waits for an element that is visible in any frame. @throws Error when none is in time. */
export async function firstVisible(page: Page, selector: string): Promise<Found> {
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

/** Waits until no frame shows such an element. */
export async function untilGone(page: Page, selector: string): Promise<void> {
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
