import type {
  CloudName,
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
  /** The lake's name. */
  readonly lake: string;
  readonly tenants: readonly TenantSettings[];
  readonly sources: readonly OfferedSource[];
  /** False in restricted mode, where nothing is collected. */
  readonly isTrusted: boolean;
}

/** What the page shows. */
export type CollectorPlace =
  | { readonly view: "tenants" | "add" | "health" }
  | { readonly view: "edit" | "test"; readonly tenantId: string };

/** What proves who the collector is, without the secret: that is with the host, under an id, until the page closes. */
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

/** What the page asks of the host: parameters and answer, by method; an error answer carries `LakeErrorData`. */
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
  addTenant: { readonly params: TenantDraft; readonly result: TenantSettings };
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
  /** The collection has read or ended; health may be another. */
  collected: null;
}
