import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { makeOwnFolder } from "./own-folder.ts";

test("a folder that a killed process left is deleted by the next one, and that of a living one is not", async () => {
  const living = await makeOwnFolder("trino");
  const script = `const { makeOwnFolder } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "own-folder.ts")).href)});
    console.log(await makeOwnFolder("aws")); process.kill(process.pid, "SIGKILL");`;
  const killed = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  const left = await killed.then(
    () => assert.fail("it was not killed"),
    ({ stdout }: { readonly stdout: string }) => stdout.trim(),
  );
  assert.ok(existsSync(left) && existsSync(living));
  const next = await makeOwnFolder("aws");
  assert.deepEqual([existsSync(left), existsSync(living)], [false, true]);
  for (const folder of [living, next]) await rm(folder, { recursive: true });
});
