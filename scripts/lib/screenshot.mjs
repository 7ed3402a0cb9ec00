import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "./chromium.mjs";

const settleMs = 4000;

/** A busy machine may take so long until extensions are started. */
const extensionsMs = 30_000;

/**
 * Opens a served VS Code in a Chromium that nobody sees and takes a picture of it.
 *
 * @param {string} address
 * @param {string} file a `.png`.
 * @param {string} [view] the title of a view that an extension opens as it starts; waited for, in vain where it is not.
 * @throws {Error} when there is no Chromium.
 */
export async function takeScreenshot(address, file, view) {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error("No Chromium or Chrome found; name one by CHROME_PATH");
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    await page.waitForSelector(".monaco-workbench .activitybar");
    if (view !== undefined)
      await page
        .locator(".sidebar .title-label", { hasText: view })
        .waitFor({ timeout: extensionsMs })
        .catch(() => console.log(`The view ${view} was not opened within ${extensionsMs / 1000} s.`));
    // Nothing shows from outside when views and extensions have finished drawing.
    await page.waitForTimeout(settleMs);
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
}
