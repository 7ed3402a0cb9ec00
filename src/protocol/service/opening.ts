import type { ConnectionInfo, OpenRequest } from "../lake.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** Which lake all other calls are about. */
export interface OpeningService {
  useConnection(request: OpenRequest, options?: CallOptions): Promise<ConnectionInfo>;
}

export const openingDoing: Doing<OpeningService> = {
  useConnection: "opening the lake",
};
