import assert from "node:assert/strict";
import { mkdtemp, open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readSecret } from "../../../src/entry/read-secret.ts";

test("a secret is read from an open file descriptor, without the line's end", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "tenanttrail-secret-")), "secret");
  await writeFile(file, "va~lue.of the app\n");
  await using opened = await open(file);
  assert.equal(await readSecret("?", String(opened.fd)), "va~lue.of the app");
});

test("what is no descriptor that holds a secret is refused in a sentence without any of it", async () => {
  const empty = join(await mkdtemp(join(tmpdir(), "tenanttrail-secret-")), "empty");
  await writeFile(empty, "\n");
  await using opened = await open(empty);
  await assert.rejects(readSecret("?", String(opened.fd)), { code: "bad-argument", message: /is empty/ });
  for (const descriptor of ["1", "2", "-1", "s3cret~value", "3.5"])
    await assert.rejects(readSecret("?", descriptor), {
      code: "bad-argument",
      message: "--secret-fd takes the number of an open file descriptor, such as 3.",
    });
  await assert.rejects(readSecret("?", "9999"), { code: "bad-argument", message: /cannot be read/ });
});
