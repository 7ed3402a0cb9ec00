import type {
  CloudName,
  CollectFailure,
  CollectProgress,
  Endpoints,
  HealthReport,
  SourceCheck,
  SourceId,
  Stretch,
  TenantCheck,
  TenantGuide,
  TenantGuideRequest,
  TenantSettings,
} from "./collector.ts";
import type { TableName } from "./tables.ts";

/** A source as the page offers it. */
export interface OfferedSource {
  readonly source: SourceId;
  readonly title: string;
  readonly table: TableName;
  readonly tableTitle: string;
}

/** The whole of what the page knows without asking; sent again whenever it changes. */
export interface CollectorPageState {
  /** The lake's name, and its place, which tells two of one name apart; both are empty while none is open. */
  readonly lake: string;
  readonly lakeRoot: string;
  readonly tenants: readonly TenantSettings[];
  /** Ids of those whose credential is not on this computer. */
  readonly withoutCredential: readonly string[];
  /** Why the tenants could not be read; they are empty then. */
  readonly failure?: string;
  readonly sources: readonly OfferedSource[];
  /** False in restricted mode, where nothing is collected. */
  readonly isTrusted: boolean;
}

/** What the page shows. */
export type CollectorPlace =
  | { readonly view: "tenants" | "add" | "health" }
  | { readonly view: "edit" | "test"; readonly tenantId: string };

/** What the collector signs in with, without the secret: the host holds that under an id until the page closes. */
export type DraftCredential =
  | { readonly kind: "held"; readonly id: string }
  /** The one that the tenant was added with. */
  | { readonly kind: "stored" }
  | { readonly kind: "person"; readonly flow: "browser" | "device-code" };

/** A tenant as the page edits it. */
export interface TenantDraft {
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: CloudName;
  readonly credential: DraftCredential;
  readonly endpoints?: Endpoints;
  readonly sources: readonly SourceId[];
}

/** A certificate file that the host holds. */
export interface HeldCertificate {
  readonly id: string;
  readonly fileName: string;
  readonly format: "pem" | "pfx";
}

/** How a tenant's newest collection in this window stands. */
export interface TenantRun {
  readonly tenantId: string;
  /** True when the run collects other tenants, too; cancelling ends it for all of them. */
  readonly isShared: boolean;
  /** True when the run collects all that is due, and not only some tables, days, people or addresses. */
  readonly isWhole: boolean;
  /** Records that Microsoft sent and rows that the lake did not hold, so far. */
  readonly fetched: number;
  readonly added: number;
  readonly state:
    | {
        readonly kind: "running";
        readonly isCancelling: boolean;
        /** Absent until the first window is begun, and while the run is at another tenant. */
        readonly window?: TenantRunWindow;
      }
    /** `at` is ISO 8601, here and below. `remaining` counts the windows that are due and were not read. */
    | {
        readonly kind: "ended";
        readonly at: string;
        readonly remaining: number;
        readonly failures: readonly TenantRunFailure[];
        readonly warnings: readonly string[];
      }
    | { readonly kind: "cancelled"; readonly at: string }
    /** Nothing could be read; the message names the next step. */
    | { readonly kind: "failed"; readonly at: string; readonly message: string };
}

/** The window that was read last; see `CollectProgress`. */
export type TenantRunWindow = Pick<
  CollectProgress,
  "source" | "from" | "to" | "windows" | "remaining" | "waitingUntil"
> & {
  /** How long the rest takes, roughly; absent while nobody can say. */
  readonly leftMs?: number;
};

/** A stretch of a source that was not read; the message names the next step. */
export type TenantRunFailure = Pick<CollectFailure, "source" | "from" | "to" | "message">;

/** What the page asks of the host: parameters and answer, by method; an error answer carries `ErrorData`. */
export interface CollectorPageRequests {
  guide: { readonly params: TenantGuideRequest; readonly result: TenantGuide };
  /** Hands a client secret to the host, and is the only message that carries one. */
  holdSecret: { readonly params: { readonly secret: string }; readonly result: { readonly id: string } };
  /** Asks for a file and holds it; null when the person chose none. */
  pickCertificate: { readonly params: null; readonly result: HeldCertificate | null };
  /** Hands over the password of a held certificate. */
  holdPassword: { readonly params: { readonly id: string; readonly password: string }; readonly result: null };
  /** The other servers that a tenant was added with; null when it is collected from Microsoft. */
  storedEndpoints: { readonly params: { readonly tenantId: string }; readonly result: Endpoints | null };
  /** Each check is told by `checked` under the given run as it arrives. */
  testTenant: {
    readonly params: { readonly run: string; readonly tenant: TenantDraft | { readonly tenantId: string } };
    readonly result: TenantCheck;
  };
  /** `lakeRoot` is the place of the lake that the tenant was begun for: another that is open by now gets nothing. */
  addTenant: {
    readonly params: { readonly tenant: TenantDraft; readonly lakeRoot: string };
    readonly result: TenantSettings;
  };
  /** Asks the person first. */
  removeTenant: { readonly params: { readonly tenantId: string }; readonly result: { readonly removed: boolean } };
  health: { readonly params: null; readonly result: HealthReport };
  /** Puts a text on the clipboard. */
  copyText: { readonly params: { readonly text: string }; readonly result: null };
}

/** What the page tells the host. */
export interface CollectorPageNotifications {
  /** The page listens and wants the state. */
  ready: null;
  /** Collects what is due of one tenant. */
  collect: { readonly tenantId: string };
  /** Cancels what runs of one tenant; what was merged stays. */
  cancelCollect: { readonly tenantId: string };
  fill: { readonly tenantId: string; readonly table: TableName; readonly gaps: readonly Stretch[] };
  openAddress: { readonly url: string };
  openHealthQuery: null;
  /** Shows the settings of collecting on its own. */
  openSettings: null;
}

/** What the host tells the page. */
export interface CollectorHostNotifications {
  state: CollectorPageState;
  go: CollectorPlace;
  checked: { readonly run: string; readonly check: SourceCheck };
  /** The whole list, whenever one of them stands otherwise. */
  runs: readonly TenantRun[];
  /** The collection has read or ended; health may be another. */
  collected: null;
}
