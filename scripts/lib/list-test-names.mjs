// node list-test-names.mjs LIST FILE…: writes the names of the tests of each file that can be loaded, as JSON.
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { namesWhile } from "./names-only-test.mjs";

/** A file whose loading takes longer waits for something that only a test would bring. */
const longestMs = 120_000;

const namesOnly = new URL("./names-only-test.mjs", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "node:test" && context.parentURL !== namesOnly
      ? { url: namesOnly, format: "module", shortCircuit: true }
      : next(specifier, context),
});

const [list = "", ...files] = process.argv.slice(2);
/** @type {Record<string, string[]>} */
const names = {};

function end() {
  writeFileSync(list, JSON.stringify(names));
  // The process does not wait for what the files opened while they were loaded.
  process.exit(0);
}

setTimeout(end, longestMs);
for (const file of files)
  try {
    names[file] = await namesWhile(() => import(pathToFileURL(file).href));
  } catch {
    // The caller starts a file that is not in the list, and its error is told then.
  }
end();
