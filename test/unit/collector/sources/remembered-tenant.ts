import type { TenantMemory } from "../../../../src/collector/sources/tenant-memory.ts";
import { withUnsubscribed } from "../../../../src/lake/collecting/unsubscribed.ts";
import type { SourceId, UnsubscribedStretch } from "../../../../src/protocol/collector.ts";

/** What a lake would keep of a tenant, in memory. */
export class RememberedTenant implements TenantMemory {
  /** Everything that was kept, in order. */
  readonly kept: UnsubscribedStretch[] = [];
  readonly #unsubscribed = new Map<SourceId, readonly UnsubscribedStretch[]>();
  /** When the source was read before. */
  lastReadMs: number | undefined;

  async takeSearch(): Promise<number | undefined> {
    return undefined;
  }

  unsubscribed(source: SourceId): readonly UnsubscribedStretch[] {
    return this.#unsubscribed.get(source) ?? [];
  }

  async keepUnsubscribed(source: SourceId, stretch: UnsubscribedStretch): Promise<void> {
    this.kept.push(stretch);
    this.#unsubscribed.set(source, withUnsubscribed(this.unsubscribed(source), stretch, Date.parse(stretch.to)));
  }

  readMs(): number | undefined {
    return this.lastReadMs;
  }
}
