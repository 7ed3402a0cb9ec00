import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
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

/**
 * A service on a new lake in a folder of its own; both go when the test ends. `reader`: see `localLakeService`.
 * @param fill puts files into the lake's folder, which is not there yet.
 */
export async function openLake(t: TestContext, reader?: URL, fill?: (root: string) => void): Promise<OpenLake> {
  const { path, file, remove } = newFolder();
  const service = localLakeService({}, reader);
  t.after(async () => {
    await service.dispose();
    await remove();
  });
  const root = join(path, "lake");
  fill?.(root);
  await service.useConnection({ kind: "folder", path: root });
  return { service, root, file };
}

/** A new folder, a way to write files into it, and one to delete it. */
export function newFolder(): { readonly path: string; readonly remove: () => Promise<void> } & Pick<OpenLake, "file"> {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-service-"));
  return {
    path: folder,
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
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
