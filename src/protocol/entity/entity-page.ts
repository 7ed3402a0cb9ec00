import type { ErrorCode } from "../errors.ts";
import type { Cell, JsonValue, ResultSummary } from "../query.ts";
import type { Days } from "../relative-days.ts";
import type { ResultViewNotifications, ResultViewRequests, ValueMeanings } from "../result-page.ts";
import type { TableName } from "../tables.ts";
import type { Entity } from "./entity.ts";

/** The facts of an entity, by the names that the query gives them. */
export const factNames = [
  "total",
  "table",
  "day",
  "signInDay",
  "signInResult",
  "country",
  "network",
  "address",
  "account",
  "actorUpon",
  "application",
  "device",
  "client",
  "session",
  "auditBy",
  "auditUpon",
  "activity",
  "risk",
] as const;

export type FactName = (typeof factNames)[number];

/** One value of one fact, with what its events come to. */
export interface Fact {
  readonly fact: FactName;
  readonly value: string;
  /** What the value is called: an application's name, a device's. */
  readonly label?: string;
  readonly events: number;
  readonly successes: number;
  readonly failures: number;
  readonly interrupted: number;
  /** ISO 8601, UTC. */
  readonly firstTime: string;
  readonly lastTime: string;
  /** Risk level and outcome of the newest of its events. */
  readonly lastRisk?: string;
  readonly lastOutcome?: string;
  /** How many values the fact has in all; the first few are told. */
  readonly values: number;
}

/** A part of the page that a query fills. */
export type PagePart<Content> =
  | { readonly kind: "reading" }
  | { readonly kind: "ready"; readonly content: Content }
  | { readonly kind: "failed"; readonly message: string; readonly code: ErrorCode }
  | { readonly kind: "cancelled" }
  /** What was read is held no longer, and to ask again costs something. */
  | { readonly kind: "unread" }
  /** Another lake is open than the one that the page was read from. */
  | { readonly kind: "elsewhere" };

/** A lake that a page was read from. */
export interface PageLake {
  /** Its folder or address, by which it is the same lake again. */
  readonly root: string;
  readonly label: string;
}

/** What the queries say of an entity. */
export interface KnownFacts {
  readonly facts: readonly Fact[];
  /** What was asked, of which days, and what was not read. Its rows are held for an export, and are the facts. */
  readonly summary: ResultSummary;
}

export interface ShownTimeline {
  readonly summary: ResultSummary;
  /** True when older events were left out, because there are more than a timeline holds. */
  readonly isCut: boolean;
}

/** The whole of what the page shows; sent again whenever it changes. */
export interface EntityPageState {
  readonly entity: Entity;
  /** The tenants of the lake, by id and name, when there are several. */
  readonly tenants: readonly { readonly tenantId: string; readonly name: string }[];
  /** The days that are read, as they were chosen. */
  readonly days: Days;
  /** Left out until one was asked. */
  readonly lake?: PageLake;
  readonly facts: PagePart<KnownFacts>;
  readonly timeline: PagePart<ShownTimeline>;
  /** On Athena: what reading the page scans at most and about what that costs, as a sentence; told before it is read. */
  readonly cost?: string;
  /** From error codes to what they mean. */
  readonly codes: Readonly<Record<string, string>>;
}

/** The record behind an event, whole. */
export interface ReadRecord {
  readonly summary: ResultSummary;
  readonly cells: readonly Cell[];
  readonly meanings: readonly ValueMeanings[];
  /** The columns in the order in which they are read best. */
  readonly order: readonly number[];
}

/** What names the record behind an event. */
export interface RecordRequest {
  readonly table: TableName;
  readonly key: string;
  readonly day: string;
}

/** What the page asks of the host, beside what every result view asks of the timeline. */
export interface EntityPageRequests extends Pick<ResultViewRequests, "readWindow" | "columnValues" | "copyText"> {
  /** Null when the lake no longer holds it. */
  readRecord: { readonly params: RecordRequest; readonly result: ReadRecord | null };
  /** A cell of the record that was read last. */
  readRecordCell: { readonly params: { readonly column: number }; readonly result: JsonValue };
}

/** What the page tells the host. */
export interface EntityPageNotifications
  extends Pick<ResultViewNotifications, "ready" | "cancel" | "fillGaps" | "showEntity" | "askAboutEntity"> {
  /** Reads again, for other days or another tenant where they are given. */
  read: { readonly days?: Days; readonly tenantId?: string };
  /** Shows the events behind a fact as a result; without one, all of them. */
  openFact: { readonly fact: FactName; readonly value: string; readonly label: string } | null;
}

/** What the page keeps over a reload of the window. */
export type RememberedPage = Pick<EntityPageState, "entity" | "days" | "lake">;

/** What the host tells the page. */
export interface EntityHostNotifications {
  state: EntityPageState;
}
