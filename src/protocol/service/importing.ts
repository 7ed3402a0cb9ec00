import type { ImportOutcome, ImportProgress } from "../lake.ts";
import type { TableName } from "../tables.ts";
import type { CallOptions, Doing } from "./methods.ts";

export interface ImportRequest {
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  readonly table?: TableName;
  readonly tenantId?: string;
}

/** Takes files that analysts have into the lake. */
export interface ImportingService {
  importLogs(request: ImportRequest, options?: CallOptions<ImportProgress>): Promise<ImportOutcome>;
}

export const importingDoing: Doing<ImportingService> = {
  importLogs: "importing",
};
