import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { bytesOfFile } from "../../../src/import/bytes/byte-source.ts";
import { DigestOfRead } from "../../../src/import/bytes/digest-of-read.ts";
import { readFile } from "../../../src/import/read-file.ts";

function written(t: TestContext, bytes: Uint8Array): { readonly path: string; readonly sha256: string } {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-digest-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "x.json");
  writeFileSync(path, bytes);
  return { path, sha256: createHash("sha256").update(bytes).digest("hex") };
}

const record = {
  id: "1",
  createdDateTime: "2026-03-01T00:00:00Z",
  userPrincipalName: "a@example.com",
  ipAddress: "192.0.2.1",
};

for (const [kind, bytes] of [
  ["a text", Buffer.from(`${JSON.stringify(record)}\n`.repeat(20_000))],
  ["a gzip", gzipSync(`${JSON.stringify(record)}\n`.repeat(20_000))],
  ["an array", Buffer.from(JSON.stringify([record]))],
] as const)
  test(`${kind} that was read to its end is not read again for its SHA-256`, async (t) => {
    const { path, sha256 } = written(t, bytes);
    const digest = new DigestOfRead(path);
    for await (const reading of readFile(path, { onChunk: (chunk) => digest.add(chunk) }))
      if (reading.kind === "records") for await (const _ of reading.batches);
    rmSync(path);
    assert.equal(await digest.sha256(), sha256);
  });

test("the SHA-256 is of the whole file when it is asked for in the middle of the reading, or when that ended early", async (t) => {
  const { path, sha256 } = written(t, Buffer.alloc(3 * 1024 * 1024, "abc"));
  const [asked, ended] = [new DigestOfRead(path), new DigestOfRead(path)];
  const onChunk = (chunk: Buffer | undefined): void => asked.add(chunk);
  for await (const _ of bytesOfFile(path, { onChunk })) assert.equal(await asked.sha256(), sha256);
  assert.equal(await asked.sha256(), sha256);
  for await (const _ of bytesOfFile(path, { onChunk: (chunk) => ended.add(chunk) })) break;
  assert.equal(await ended.sha256(), sha256);
});

test("a file that is not there any more has no SHA-256, and the error says its path", async (t) => {
  const { path } = written(t, Buffer.from("abc"));
  rmSync(path);
  await assert.rejects(new DigestOfRead(path).sha256(), { code: "read-failed" });
});
