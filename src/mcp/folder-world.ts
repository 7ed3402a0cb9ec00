import { basename, resolve } from "node:path";
import type { AskedConnection, AssistantWorld } from "../assistant/assistant-world.ts";
import type { LakeService } from "../protocol/service/lake-service.ts";

/** The tools' world over a lake in a folder, which is opened with its first use and must be there. */
export function folderWorld(
  lake: LakeService,
  folder: string,
  savedQueries: AssistantWorld["savedQueries"],
): AssistantWorld {
  let opening: Promise<AskedConnection> | undefined;
  const open = async (): Promise<AskedConnection> => {
    await lake.useConnection({ kind: "folder", path: resolve(folder), mustExist: true });
    return { label: basename(resolve(folder)), engine: "duckdb", hasLedger: true };
  };
  return {
    lake,
    connection: () => {
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    savedQueries,
    // Nothing runs on Athena here.
    mayScanBytes: () => 0,
  };
}
