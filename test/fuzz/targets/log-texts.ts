import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { isRecord } from "../../../src/base/json-record.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { fixture, readAll } from "../../unit/import/reading.ts";
import { mutants } from "../mutants.ts";
import type { Target } from "../target.ts";

const known = readdirSync(fixture("import"))
  .filter((name) => /\.(?:json|ndjson|csv)$/.test(name))
  .map((name) => readFileSync(join(fixture("import"), name), "latin1").slice(0, 30_000))
  .map((text) => [...text.matchAll(/\w+|[^\w]/g)].map(([part]) => part));
const piece = fc.oneof(
  fc.constantFrom(
    ...'{|}|[|]|,|:|"|\\|\n|\r|\r\n|;|\t| |\'|null|1e999|\\ud800|""|{"id":|"value":[|}{|\0|\x1a|\xef\xbb\xbf|\xff|\xfe|[[[['.split(
      "|",
    ),
  ),
  fc.string({ maxLength: 5 }),
);

/** A changed export of logs is read to its end or refused in words; every record is whole, and nothing is without a place. */
export const logTexts: Target<string> = {
  inputs: mutants(known, piece).map((parts) => parts.join("")),
  runs: 250,
  prepare: async () => {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-fuzz-"));
    const file = join(folder, "logs");
    return {
      holds: async (text) => {
        await writeFile(file, text, "latin1");
        try {
          for (const { records, rejected } of await readAll(file)) {
            for (const { line, raw, record } of records) {
              assert.ok(line > 0);
              assert.ok(isRecord(record));
              assert.deepEqual(JSON.parse(raw), record);
            }
            for (const { line, reason } of rejected) assert.ok(line > 0 && reason.length > 0);
          }
        } catch (error) {
          if (!(error instanceof TenantTrailError)) throw error;
          assert.notEqual(error.code, "internal");
        }
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
