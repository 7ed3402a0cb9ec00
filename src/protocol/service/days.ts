import type { LogDay } from "../lake.ts";
import type { TableName } from "../tables.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** Which log days a lake holds. */
export interface DaysService {
  listDays(request: { table?: TableName }, options?: CallOptions): Promise<readonly LogDay[]>;
}

export const daysDoing: Doing<DaysService> = {
  listDays: "listing log days",
};
