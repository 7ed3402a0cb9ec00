import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "./lib/chromium.mjs";
import { root } from "./lib/paths.mjs";

/** The README's pictures, each with the screenshot of the editor tests that it is. */
const pictures = {
  "overview.png": "overview.png",
  "import-outcome.png": "import-outcome.png",
  "parameters.png": "parameters.png",
  "result.png": "result-dark.png",
  "health.png": "collection-health.png",
};

for (const [picture, screenshot] of Object.entries(pictures)) {
  await copyFile(join(root, "out", "screenshots", screenshot), join(root, "docs", "images", picture));
  console.log(`docs/images/${picture}`);
}

// The Marketplace refuses a README with an SVG, so that the drawing is shown there as a picture.
const executablePath = await findChromium();
if (executablePath === undefined) throw new Error("No Chromium or Chrome found; name one by CHROME_PATH");
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const page = await browser.newPage({ viewport: { width: 980, height: 520 }, deviceScaleFactor: 1.5 });
await page.goto(pathToFileURL(join(root, "docs", "images", "aws.svg")).href);
await page.screenshot({ path: join(root, "docs", "images", "aws.png"), omitBackground: true });
await browser.close();
console.log("docs/images/aws.png");
