import { copyFile } from "node:fs/promises";
import { join } from "node:path";
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
