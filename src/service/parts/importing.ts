import type { ImportingService } from "../../protocol/service/importing.ts";
import { importLogs } from "../importing/import-run.ts";
import type { OpenedLake } from "../opened-lake.ts";

/** @param importReader what threads run that read for imports, `entry/import-reader`; without it this one reads. */
export function importingService(lake: OpenedLake, importReader: URL | undefined): ImportingService {
  return {
    importLogs: async (request, options = {}) => importLogs(lake.look.lake, request, options, importReader),
  };
}
