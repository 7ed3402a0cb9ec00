import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";
import { sourceFiles } from "./source-files.ts";

/** The code of a service's part bears the name of its declaration, and each webview has a `main.tsx`. */
const twinsByDesign = /^src\/service\/parts\/|\/main\.tsx$/;

/** Names that two folders still hold. The list may only become shorter. */
const namesToPart: readonly string[] = ["lake.ts"];

test("no two files have one name, so that a name says which file is meant", async () => {
  const files = (await sourceFiles(["src", "media"], [".ts", ".tsx"])).filter((file) => !twinsByDesign.test(file));
  const byName = Map.groupBy(files, (file) => basename(file));
  const twins = [...byName].filter(([, all]) => all.length > 1).map(([name]) => name);
  assert.deepEqual(twins.sort(), namesToPart, "Two files have one name, or no longer and the list can become shorter.");
});
