import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import type { TestContext } from "node:test";
import type { ImportRequest } from "../../../../src/protocol/service/importing.ts";
import { LinesOfFile } from "../../../../src/service/importing/lines-of-file.ts";
import { type LocalLakeService, localLakeService } from "../../../../src/service/local-lake-service.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { ask, importReader, lakesHolding, type OpenLake } from "../open-lake.ts";

export const filler = "x".repeat(1500);
export const count = 3000;

export function record(n: number, more: Record<string, unknown> = {}): string {
  const createdDateTime = new Date(Date.UTC(2026, 2, 1 + Math.floor(n / 1000), 10, 0, n % 1000)).toISOString();
  return JSON.stringify(signIn(`s${n}`, { createdDateTime, userDisplayName: "Zürich \u{1f600}", filler, ...more }));
}

/** About 5 MB of three days, a sign-in a line. */
export const plain = Array.from({ length: count }, (_, n) => record(n)).join("\n");

/** Opens lakes that hold the lines of the file `plain`; see `lakesHolding`. */
export function lakesHoldingPlain(): (t: TestContext, reader?: URL) => Promise<OpenLake & { readonly plain: string }> {
  const open = lakesHolding(async ({ service, file }) => {
    await service.importLogs({ paths: [file("plain", plain)] });
  }, importReader);
  return async (t, reader) => {
    const lake = await open(t, reader);
    return { ...lake, plain: lake.file("plain", plain) };
  };
}

/** All that an import said, without the names of files, and what the lake then holds. */
async function imported(service: LocalLakeService, request: ImportRequest): Promise<unknown> {
  const { files } = await service.importLogs(request);
  const columns = "tenantid, source, sourceref, dt, raw";
  return {
    files: files.map(({ rejectedFile, ...file }) => file),
    signIns: await ask(service, `SELECT id, ${columns} FROM signins ORDER BY id, tenantid`),
    audits: await ask(service, `SELECT id, ${columns} FROM audits ORDER BY id, tenantid`),
    activity: await ask(service, `SELECT id, ${columns} FROM activity ORDER BY id, tenantid`),
  };
}

/**
 * Imports into the lake, and into a copy of it by reading every line; both must say and leave the same. Answers how many
 * lines were passed over.
 */
export async function again(t: TestContext, lake: OpenLake, request: ImportRequest): Promise<number> {
  const copy = `${lake.root}-${Math.random()}`;
  cpSync(lake.root, copy, { recursive: true });
  const other = localLakeService({}, importReader);
  await other.useConnection({ kind: "folder", path: copy });
  const reading = t.mock.method(LinesOfFile.prototype, "of", async () => undefined);
  const expected = await imported(other, request);
  reading.mock.restore();
  await other.dispose();
  const passed = t.mock.method(LinesOfFile.prototype, "passed");
  const found = await imported(lake.service, request);
  const lines = passed.mock.calls.reduce((sum, { arguments: [of] }) => sum + of, 0);
  passed.mock.restore();
  assert.deepEqual(found, expected);
  return lines;
}
