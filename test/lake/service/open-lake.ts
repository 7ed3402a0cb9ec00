import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, type TestContext } from "node:test";
import type { Cell } from "../../../src/protocol/query.ts";
import { type LocalLakeService, localLakeService } from "../../../src/service/local-lake-service.ts";

export interface OpenLake {
  readonly service: LocalLakeService;
  /** The lake's folder. */
  readonly root: string;
  /** Writes a file beside the lake and answers its path. */
  readonly file: (name: string, content: string | Uint8Array) => string;
}

/** What threads run that read for imports. */
export const importReader = new URL("../../../src/entry/import-reader.ts", import.meta.url);

/** A service on a new lake in a folder of its own; both go when the test ends. `reader`: see `localLakeService`. */
export async function openLake(t: TestContext, reader?: URL): Promise<OpenLake> {
  return opened(t, reader, () => undefined);
}

/**
 * What `openLake` answers, with lakes that hold from the beginning what is put into one of them. They are copies of it,
 * for making one takes longer; it is made before the first test of the file. The service of a copy has imported nothing
 * itself, so it keeps nothing of it in memory.
 */
export function lakesHolding(
  put: (lake: OpenLake) => Promise<void>,
  madeBy?: URL,
): (t: TestContext, reader?: URL) => Promise<OpenLake> {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-held-"));
  const held = join(folder, "lake");
  before(async () => {
    const service = localLakeService({}, madeBy);
    await service.useConnection({ kind: "folder", path: held });
    await put({ service, root: held, file: (name, content) => writtenTo(folder, name, content) });
    await service.dispose();
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return (t, reader) => opened(t, reader, (root) => cpSync(held, root, { recursive: true }));
}

async function opened(t: TestContext, reader: URL | undefined, fill: (root: string) => void): Promise<OpenLake> {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-service-"));
  const service = localLakeService({}, reader);
  t.after(async () => {
    await service.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const root = join(folder, "lake");
  fill(root);
  await service.useConnection({ kind: "folder", path: root });
  return { service, root, file: (name, content) => writtenTo(folder, name, content) };
}

function writtenTo(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The rows of a question; at most 5,000. */
export async function ask(service: LocalLakeService, sql: string): Promise<readonly (readonly Cell[])[]> {
  const { resultId } = await service.runQuery({ sql });
  const { rows } = await service.readWindow({ resultId, offset: 0, limit: 5000 });
  await service.releaseResult({ resultId });
  return rows;
}

/** Every key of the sign-ins, sorted. */
export async function signInIds(service: LocalLakeService): Promise<string[]> {
  return (await ask(service, "SELECT id FROM signins ORDER BY id")).map(([id]) => String(id));
}
