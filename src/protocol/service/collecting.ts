import type { CollectOutcome, CollectProgress, CollectRequest, HealthReport } from "../collector.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** Collects logs from Microsoft into the lake. */
export interface CollectingService {
  collect(request: CollectRequest, options?: CallOptions<CollectProgress>): Promise<CollectOutcome>;
  collectionHealth(request: Record<string, never>, options?: CallOptions): Promise<HealthReport>;
}

export const collectingDoing: Doing<CollectingService> = {
  collect: "collecting",
  collectionHealth: "reading the health of the collection",
};
