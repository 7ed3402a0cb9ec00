import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator } from "playwright-core";
import { elementsCut } from "../sideways.ts";
import { ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

/** How much the colour of an element's text differs from what is behind it (WCAG 2.2, contrast ratio). */
function contrast(text: Locator): Promise<number> {
  return text.evaluate((element) => {
    const pixel = (colour: string, behind: readonly number[]): readonly number[] => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const context = canvas.getContext("2d");
      if (!context) throw new Error("There is no canvas");
      context.fillStyle = `rgb(${behind.join(" ")})`;
      context.fillRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const layers: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement)
      layers.unshift(getComputedStyle(at).backgroundColor);
    const ground = layers.reduce<readonly number[]>((behind, colour) => pixel(colour, behind), [255, 255, 255]);
    const luminance = (colour: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = colour.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [light = 0, dark = 0] = [luminance(pixel(getComputedStyle(element).color, ground)), luminance(ground)].sort(
      (a, b) => b - a,
    );
    return (light + 0.05) / (dark + 0.05);
  });
}

test("NULL, an empty text and a meaning are read in every theme, selected or not", async () => {
  for (const theme of ["dark", "light", "high-contrast"] as const) {
    await using result = await pages.open(ready(30), { theme });
    await result.row(4);
    await result.page.locator(".grid").focus();
    for (const selected of [false, true]) {
      if (selected) await result.press("Control+a");
      for (const kind of [".cell-null", ".cell-empty", ".cell-meaning"]) {
        const ratio = await contrast(result.page.locator(kind).first());
        assert.ok(ratio >= 4.5, `${theme}, ${kind}, selected ${selected}: ${ratio}`);
      }
    }
  }
});

test("the frozen header stays over the rows that scroll under it", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  const header = result.page.getByRole("columnheader", { name: "createdDateTime" });
  await header.click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Freeze up to here" }).click();
  await result.page.locator(".grid").focus();
  await result.press("Control+End");
  await result.row(1203);
  const top = await header.evaluate((element) => {
    const { left, top, height } = element.getBoundingClientRect();
    return document.elementFromPoint(left + 20, top + height / 2)?.closest("[data-header]") === element;
  });
  assert.ok(top, "a row's cell lies over the header");
});

test("a column is as wide as its longest number, whichever rows are sorted to the top", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.number = "123456789012345678901234567890";
  });
  await result.page.getByRole("columnheader", { name: "country" }).click();
  await result.page.getByText("123456789012345678901234567890").first().waitFor();
  const cut = () =>
    result.page
      .locator('[data-column="3"].cell')
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
  assert.equal(await cut(), 0);
});

test("a number in a column that was drawn too narrow shows signs, not its first digits", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.number = 1234567890123;
  });
  await result.page.getByRole("columnheader", { name: "country" }).click();
  await result.page.getByText("1234567890123").first().waitFor();
  const edge = result.page.getByRole("columnheader", { name: "errorCode" }).locator(".header-edge");
  const box = await edge.boundingBox();
  assert.ok(box);
  await result.page.mouse.move(box.x + 3, box.y + 10);
  await result.page.mouse.down();
  await result.page.mouse.move(box.x - 200, box.y + 10, { steps: 4 });
  await result.page.mouse.up();
  const cell = result.page.locator('[data-row="0"][data-column="3"]');
  await cell.locator(":scope:has([aria-hidden])").waitFor();
  assert.match(await cell.innerText(), /^#+/);
  await cell.hover();
  assert.equal(await cell.getAttribute("title"), "1234567890123");
});

test("Ctrl+F in the rows goes to the search; Escape empties it, and then goes back", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("Control+f");
  await result.page.locator(".toolbar input:focus").waitFor();
  await result.page.keyboard.type("pradeep");
  await result.page.getByText(/20[01] of 1,204 rows/).waitFor();
  await result.press("Escape");
  await result.page.getByText("1,204 rows", { exact: false }).waitFor();
  await result.press("Escape");
  assert.equal(await result.page.evaluate(() => document.activeElement?.getAttribute("role")), "grid");
  await result.press("Control+f");
  await result.page.keyboard.type("adele");
  await result.page.getByText(/20[01] of 1,204 rows/).waitFor();
  await result.page.getByRole("button", { name: "Clear: Filter rows" }).click();
  await result.page.locator(".title-words", { hasText: /^1,204 rows/ }).waitFor();
});

test("at 250 pixels every button is there, and the page does not scroll sideways", async () => {
  for (const sign of [0.4, 0.7]) {
    await using result = await pages.open(ready(1204, { simulated: true }), { width: 250, sign });
    await result.row(0);
    for (const name of ["Copy", "Export", "Open query"])
      assert.ok(await result.page.getByRole("button", { name }).isVisible(), name);
    const overflow = await result.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(overflow, 0);
    assert.deepEqual(await elementsCut(result.page), []);
  }
});
