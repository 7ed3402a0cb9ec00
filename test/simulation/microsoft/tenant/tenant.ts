import type { SourceId } from "../../../../src/protocol/collector.ts";
import type { TableName } from "../../../../src/protocol/tables.ts";
import { Random } from "../../../../src/sample-tenant/random.ts";
import { BlobStore } from "./content-blobs.ts";
import { type DeliveryProfile, deliveryDelay, ordinaryDelivery, secondBlobDelay } from "./delivery.ts";
import { floorAt, type LicencePeriod, licenceAt } from "./licence.ts";
import {
  type ContentType,
  contentTypes,
  isContentType,
  isOfferedAt,
  isPolled,
  type Offer,
  type TenantEvent,
} from "./offer.ts";
import { OfferIndex } from "./offer-index.ts";
import { offeredDays } from "./offered-days.ts";
import { Subscriptions } from "./subscriptions.ts";
import { type RecordVersion, versionsOf } from "./versions.ts";

export interface TenantOptions {
  /** GUID, lower case. */
  readonly tenantId: string;
  readonly seed: number;
  /** In the order of their time; taken only as far as time has passed, so it may be endless. */
  readonly events: Iterable<TenantEvent>;
  /** Default: ordinary delivery. */
  readonly delivery?: DeliveryProfile;
  /** Default: P2, always. */
  readonly licences?: readonly LicencePeriod[];
  /** Since when content is collected for each content type, milliseconds since 1970; default: always, for all. */
  readonly subscribed?: Readonly<Partial<Record<ContentType, number>>>;
  /** Default 10 minutes. */
  readonly blobEveryMs?: number;
  /** Default 100. */
  readonly recordsInBlob?: number;
}

const stream = 101;
const always = Object.fromEntries(contentTypes.map((type) => [type, Number.NEGATIVE_INFINITY]));

/**
 * A tenant's events and how Microsoft offers them over time: the truth that both faces answer from, and the oracle
 * that says what a reader must have seen. The same options give the same tenant.
 */
export class SimulatedTenant {
  readonly tenantId: string;
  readonly seed: number;
  readonly licences: LicencePeriod[];
  readonly subscriptions: Subscriptions;
  readonly blobs: BlobStore;
  readonly #delivery: DeliveryProfile;
  readonly #events: Iterator<TenantEvent>;
  readonly #indexes = new Map<SourceId, OfferIndex>();
  /** The newest state of each risky user, of which only one is offered at a time. */
  readonly #states = new Map<string, Offer>();
  #next: TenantEvent | undefined;
  #count = 0;

  constructor(options: TenantOptions) {
    this.tenantId = options.tenantId;
    this.seed = options.seed;
    this.licences = [...(options.licences ?? [{ fromMs: Number.NEGATIVE_INFINITY, licence: "p2" }])];
    this.subscriptions = new Subscriptions(options.subscribed ?? always);
    this.#delivery = options.delivery ?? ordinaryDelivery;
    const { blobEveryMs = 600_000, recordsInBlob = 100 } = options;
    this.blobs = new BlobStore(options.seed, this.#delivery, blobEveryMs, recordsInBlob);
    this.#events = options.events[Symbol.iterator]();
    this.#next = this.#pull();
  }

  /** Lets events happen up to an instant, milliseconds since 1970; what happened stays. */
  advance(atMs: number): void {
    while (this.#next !== undefined && this.#next.eventMs <= atMs) {
      this.#deliver(this.#next);
      this.#next = this.#pull();
    }
  }

  /** What a source offers, by its axis; `signIns.v1.0` offers the interactive sign-ins. */
  index(source: SourceId): OfferIndex {
    const name = source === "signIns.v1.0" ? "signIns.interactiveUser" : source;
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const made = new OfferIndex();
    this.#indexes.set(name, made);
    return made;
  }

  /** The oldest axis time that a source offers then, milliseconds since 1970; Infinity when it offers nothing. */
  floor(source: SourceId, atMs: number): number {
    const floor = floorAt(source, this.licences, atMs);
    if (!isContentType(source)) return floor;
    // What was created while nobody was subscribed is never offered.
    return Math.max(floor, this.subscriptions.since(source, atMs));
  }

  /** What any consistent read of a source at a time offers in a stretch of its axis; a polled source has no stretches. */
  offersIn(source: SourceId, fromMs: number, toMs: number, atMs: number): Offer[] {
    this.advance(atMs);
    const floor = this.floor(source, atMs);
    const isState = isPolled(source);
    const start = isState ? Number.NEGATIVE_INFINITY : Math.max(fromMs, floor);
    const end = isState ? Number.POSITIVE_INFINITY : toMs;
    if (floor === Number.POSITIVE_INFINITY) return [];
    return [...this.index(source).between(start, end)].filter((offer) => isOfferedAt(offer, atMs));
  }

  /** Keys that any consistent read of `[fromMs, toMs)` at a time must see, each once, oldest first. */
  visibleBy(source: SourceId, fromMs: number, toMs: number, atMs: number): string[] {
    return [...new Set(this.offersIn(source, fromMs, toMs, atMs).map(({ key }) => key))];
  }

  /** Everything that these sources have offered by a time, by key: the first offer of each. */
  existing(sources: readonly SourceId[], atMs: number): Map<string, Offer> {
    this.advance(atMs);
    const found = new Map<string, Offer>();
    for (const source of sources)
      for (const offer of this.index(source).all()) {
        const known = found.get(offer.key);
        const isFirst = known === undefined || offer.sinceMs < known.sinceMs;
        if (isFirst && this.#wasOffered(source, offer, atMs)) found.set(offer.key, offer);
      }
    return found;
  }

  /** When a source stops to offer it, milliseconds since 1970: replaced by a newer version, or out of retention. */
  offeredUntil(source: SourceId, offer: Offer): number {
    const { licence } = licenceAt(this.licences, offer.sinceMs);
    return Math.min(offer.untilMs, offer.axisMs + (offeredDays(source)[licence] ?? 0) * 86_400_000);
  }

  /** The newest axis time and instant of a first answer among all events that will ever be; takes all of them. */
  quietAfter(): number {
    this.advance(Number.POSITIVE_INFINITY);
    let last = Number.NEGATIVE_INFINITY;
    for (const index of this.#indexes.values())
      for (const { sinceMs, axisMs } of index.all()) last = Math.max(last, sinceMs, axisMs);
    return last;
  }

  /** Floors rise with time, except when the licence changes. */
  #wasOffered(source: SourceId, offer: Offer, atMs: number): boolean {
    const changes = this.licences.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > offer.sinceMs);
    const instants = [offer.sinceMs, ...changes].filter((ms) => ms <= atMs && ms < offer.untilMs);
    if (isContentType(source) && !this.subscriptions.covers(source, offer.axisMs)) return false;
    return instants.some((ms) => offer.axisMs >= floorAt(source, this.licences, ms));
  }

  #pull(): TenantEvent | undefined {
    const next = this.#events.next();
    return next.done === true ? undefined : next.value;
  }

  #deliver(event: TenantEvent): void {
    const random = Random.of(this.seed, this.#count++, 0, stream);
    const warp = this.#delivery.warp ?? ((ms: number): number => ms);
    const sinceMs = Math.max(event.eventMs, warp(event.eventMs + deliveryDelay(this.#delivery, random)));
    const versions = versionsOf(event, sinceMs, this.#delivery, random);
    versions.forEach((version, index) => {
      const untilMs = versions[index + 1]?.sinceMs ?? Number.POSITIVE_INFINITY;
      this.#offer(event, version, untilMs, random);
    });
  }

  #offer(event: TenantEvent, version: RecordVersion, untilMs: number, random: Random): void {
    const { source, table, eventMs } = event;
    const raw = JSON.stringify(version.record);
    const key = keyOf(table, version.record);
    const { sinceMs } = version;
    const base = { table, key, eventMs, raw };
    if (isContentType(source)) {
      this.index("auditLogQuery").add({ ...base, source: "auditLogQuery", axisMs: eventMs, sinceMs, untilMs });
      this.#publish(source, base, sinceMs);
      if (random.chance(this.#delivery.twice)) this.#publish(source, base, sinceMs + secondBlobDelay(random));
      return;
    }
    const offer: Offer = { ...base, source, axisMs: version.axisMs ?? eventMs, sinceMs, untilMs };
    this.index(source).add(isPolled(source) ? this.#newState(offer, version.record) : offer);
  }

  /** Puts a record into a content blob; its place on the axis is the blob's `contentCreated`. */
  #publish(source: ContentType, base: Pick<Offer, "table" | "key" | "eventMs" | "raw">, knownMs: number): void {
    const { createdMs, listedMs } = this.blobs.put(source, knownMs, base.raw);
    const untilMs = Number.POSITIVE_INFINITY;
    this.index(source).add({ ...base, source, axisMs: createdMs, sinceMs: listedMs, untilMs });
  }

  #newState(offer: Offer, record: TenantEvent["record"]): Offer {
    const id = String(record["id"]);
    const before = this.#states.get(id);
    const state = { ...offer, sinceMs: Math.max(offer.sinceMs, (before?.sinceMs ?? 0) + 1000) };
    if (before !== undefined) before.untilMs = state.sinceMs;
    this.#states.set(id, state);
    return state;
  }
}

function keyOf(table: TableName, record: TenantEvent["record"]): string {
  if (table === "activity") return String(record["Id"]);
  if (table !== "riskyusers") return String(record["id"]);
  const state = Date.parse(String(record["riskLastUpdatedDateTime"]));
  return `${String(record["id"])}@${new Date(state).toISOString()}`;
}
