import type { Page } from "playwright-core";
import { firstVisible } from "./visible.ts";
import type { DragStop } from "./window-protocol.ts";

const steps = 5;
/** Before it lets go, the pointer stays over its target for so many moves, one each so many milliseconds. */
const restMoves = 8;
const restMs = 50;
/** What a file manager offers; VS Code's trees ask for a move. */
const copyLinkOrMove = 1 | 2 | 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Drags by the mouse: Chromium starts the drag and sends its events, as for a hand. */
export async function drag(page: Page, from: string, path: readonly DragStop[]): Promise<void> {
  const start = await pointAt(page, { selector: from });
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  try {
    let held = start;
    for (const stop of path) {
      held = await holdUntilVisible(page, held, stop);
      await page.mouse.move(held.x, held.y, { steps });
    }
    await rest(page, held);
  } finally {
    await page.mouse.up();
  }
}

/** A hand rests over its target: a drop that comes before VS Code heard of the pointer goes nowhere. */
async function rest(page: Page, { x, y }: Point): Promise<void> {
  for (let move = 1; move <= restMoves; move++) {
    await page.mouse.move(x + (move % 2), y);
    await page.waitForTimeout(restMs);
  }
}

/** Moves the held pointer a little until the next stop appears: VS Code counts how long it was held from these events. */
async function holdUntilVisible(page: Page, held: Point, next: DragStop): Promise<Point> {
  let hasEnded = false;
  const look = pointAt(page, next).finally(() => {
    hasEnded = true;
  });
  const wiggle = async (): Promise<void> => {
    for (let offset = 1; !hasEnded; offset = 1 - offset) await page.mouse.move(held.x + offset, held.y);
  };
  const [point] = await Promise.all([look, wiggle()]);
  return point;
}

/** Drops files as the file manager does: the browser makes its own `File` of each path. */
export async function dropFiles(page: Page, files: readonly string[], on: DragStop): Promise<void> {
  const point = await pointAt(page, on);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: copyLinkOrMove };
  try {
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await session.send("Input.dispatchDragEvent", { type, ...point, data });
    }
  } finally {
    await session.detach();
  }
}

async function pointAt(page: Page, { selector, at = "middle" }: DragStop): Promise<Point> {
  const { first } = await firstVisible(page, selector);
  const box = await first.boundingBox();
  if (box === null) throw new Error(`${selector} went away before it was pointed at`);
  return { x: box.x + box.width / 2, y: box.y + (at === "middle" ? box.height / 2 : box.height - 4) };
}
