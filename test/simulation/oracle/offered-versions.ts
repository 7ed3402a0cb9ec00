import type { JsonRecord } from "../../../src/base/json-record.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import { historyItem } from "../microsoft/graph/risk-history.ts";
import { v1Record } from "../microsoft/graph/v1-record.ts";
import type { Offer } from "../microsoft/tenant/offer.ts";
import type { SimulatedTenant } from "../microsoft/tenant/tenant.ts";

/** What the lake holds of an event. */
export interface HeldRow {
  /** Where the row comes from: an API or an import. */
  readonly source: string;
  readonly raw: string;
}

/** The versions of each event in the order in which a source offered them, to tell which of them the lake holds. */
export class OfferedVersions {
  readonly #tenant: SimulatedTenant;
  readonly #source: SourceId;
  #known = 0;
  readonly #raws = new Map<string, string[]>();

  constructor(tenant: SimulatedTenant, source: SourceId) {
    this.#tenant = tenant;
    this.#source = source;
  }

  /** Whether a row is this version or a newer one. */
  isAtLeast({ source, raw }: HeldRow, offer: Offer): boolean {
    // An export of the portal tells more than v1.0 does, so its row stays, however old it is.
    if (this.#source === "signIns.v1.0" && source !== "graph-v1.0") return true;
    return this.#versionOf(raw, offer.key) >= this.#versionOf(this.#shown(offer), offer.key);
  }

  /** Which of the versions a record is, or an item of a history was made from; -1 for none. */
  #versionOf(raw: string, key: string): number {
    const raws = this.#of(key);
    const version = raws.indexOf(raw);
    if (version >= 0 || (this.#source !== "riskyUsers" && this.#source !== "riskyServicePrincipals")) return version;
    return raws.findIndex((shown) => {
      const record = JSON.parse(shown) as JsonRecord;
      return [true, false].some((isCurrent) => raw === JSON.stringify(historyItem(this.#source, record, isCurrent)));
    });
  }

  #of(key: string): readonly string[] {
    const offers = this.#tenant.index(this.#source).all();
    if (offers.length !== this.#known) {
      this.#known = offers.length;
      this.#raws.clear();
      for (const offer of [...offers].sort((a, b) => a.sinceMs - b.sinceMs)) {
        const raws = this.#raws.get(offer.key) ?? [];
        const shown = this.#shown(offer);
        if (!raws.includes(shown)) raws.push(shown);
        this.#raws.set(offer.key, raws);
      }
    }
    return this.#raws.get(key) ?? [];
  }

  #shown({ raw }: Offer): string {
    return this.#source === "signIns.v1.0" ? JSON.stringify(v1Record(JSON.parse(raw) as JsonRecord)) : raw;
  }
}
