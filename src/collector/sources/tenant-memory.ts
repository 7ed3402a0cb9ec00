import type { SourceId, UnsubscribedStretch } from "../../protocol/collector.ts";

/** What the lake keeps of a tenant from run to run, for all who collect into it. */
export interface TenantMemory {
  /**
   * Takes one of the audit searches that the tenant may start in 24 hours.
   * @returns undefined when it was taken; else when the next one is free, milliseconds since 1970.
   * @throws TenantTrailError when the lake cannot be written.
   */
  takeSearch(): Promise<number | undefined>;
  /** The stretches in which no subscription to a content type ran. */
  unsubscribed(source: SourceId): readonly UnsubscribedStretch[];
  /** Keeps another. @throws TenantTrailError when the lake cannot be written. */
  keepUnsubscribed(source: SourceId, stretch: UnsubscribedStretch): Promise<void>;
  /** When a source was last read, milliseconds since 1970, no later than it was; undefined when never. */
  readMs(source: SourceId): number | undefined;
}
