import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { readAll, signIn } from "../../unit/import/reading.ts";
import { zipBytes } from "../../unit/import/zip-bytes.ts";
import { mutants } from "../mutants.ts";
import type { Target } from "../target.ts";

const logs = Buffer.from(
  Array.from({ length: 40 }, (_, n) => `${JSON.stringify(signIn(`s${n}`, { x: Math.sin(n) }))}\n`).join(""),
);
const known = [
  gzipSync(logs),
  Buffer.concat([gzipSync(logs), gzipSync(logs)]),
  Buffer.concat([gzipSync(logs), Buffer.alloc(600), gzipSync(logs)]),
  zipBytes([{ name: "a/one.json", data: logs }]),
  zipBytes([
    { name: "one.json", data: logs, stored: true },
    { name: "two.json", data: logs },
  ]),
];
const byte = fc.oneof(fc.constantFrom(0, 1, 8, 0x1f, 0x8b, 0x50, 0x4b, 0x7f, 0xff), fc.nat(255));

/** Most that the small archives above may give, however they are changed. */
const mostRecords = 1000;

/** A changed archive ends, stays bounded, and is refused in words when it is. */
export const archives: Target<Buffer> = {
  inputs: mutants(
    known.map((bytes) => [...bytes]),
    byte,
  ).map((bytes) => Buffer.from(bytes)),
  runs: 250,
  prepare: async () => {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-fuzz-"));
    const file = join(folder, "logs");
    return {
      holds: async (bytes) => {
        await writeFile(file, bytes);
        try {
          const readings = await readAll(file, { maxExpandedBytes: 1_000_000 });
          let count = 0;
          for (const { records, rejected } of readings) {
            count += records.length;
            for (const { line, reason } of rejected) assert.ok(line > 0 && reason.length > 0);
          }
          assert.ok(count <= mostRecords);
        } catch (error) {
          if (!(error instanceof TenantTrailError)) throw error;
          assert.notEqual(error.code, "internal");
        }
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
