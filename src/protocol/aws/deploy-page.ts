import type { CloudName } from "../collector.ts";
import type { HeldCertificate } from "../collector-page.ts";
import type { TerminalCommand } from "../errors.ts";
import type { TableName } from "../tables.ts";
import type { AwsProfile } from "./aws-places.ts";
import type { StackOutcome, StackPlan, StackTenant } from "./stack-changes.ts";
import type {
  DeletedStack,
  DeployAccount,
  DeployForm,
  DeployProgress,
  FollowRequest,
  PlannedDeploy,
} from "./stack-deployments.ts";

/** Where a stack is or will be: a profile by its name (the environment's own has none) and a region. */
export interface DeployTarget {
  readonly profile?: string;
  readonly region: string;
}

/** What the page had the last time: never a secret. */
export interface LastDeploy extends DeployTarget {
  readonly stack: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a form begins with. */
export interface DeployStart {
  readonly form: DeployForm;
  readonly profiles: readonly AwsProfile[];
  readonly regions: readonly { readonly region: string; readonly place: string }[];
  readonly last?: LastDeploy;
}

export interface DeployPageState {
  /** False in restricted mode, where nothing is deployed. */
  readonly isTrusted: boolean;
}

/** How a run of a function ended. */
export interface FirstRun {
  /** True when the person should look at the report. */
  readonly needsLook: boolean;
  /** One sentence. */
  readonly summary: string;
  /** The whole report as text. */
  readonly details: string;
}

/** What a function signs in with: typed here, or a certificate that the host holds. */
export type DeployCredential =
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "certificate"; readonly id: string; readonly password: string };

interface AtStack extends DeployTarget {
  readonly stack: string;
}

/** What the page asks of the host. What is named `run` is told by `progress` under that name while it works. */
export interface DeployPageRequests {
  start: { readonly params: null; readonly result: DeployStart };
  account: { readonly params: DeployTarget; readonly result: DeployAccount };
  plan: {
    readonly params: AtStack & { readonly run: string; readonly parameters: Readonly<Record<string, string>> };
    readonly result: PlannedDeploy;
  };
  drop: { readonly params: DeployTarget & { readonly plan: StackPlan }; readonly result: null };
  execute: {
    readonly params: DeployTarget & { readonly run: string; readonly plan: StackPlan };
    readonly result: StackOutcome;
  };
  follow: {
    readonly params: AtStack & Pick<FollowRequest, "wants" | "sinceMs"> & { readonly run: string };
    readonly result: StackOutcome;
  };
  /** Asks the person first; null when they said no. */
  remove: {
    readonly params: AtStack & {
      readonly run: string;
      /** False for a stack whose making failed or was only prepared: it has collected nothing. */
      readonly wasMade: boolean;
    };
    readonly result: DeletedStack | null;
  };
  /** Asks for a file and holds it; null when the person chose none. */
  pickCertificate: { readonly params: null; readonly result: HeldCertificate | null };
  /** The only message that carries a secret. */
  putTenant: {
    readonly params: AtStack & {
      readonly tenantId: string;
      readonly clientId: string;
      readonly cloud: CloudName;
      readonly credential: DeployCredential;
      /** The last day of a client secret, `YYYY-MM-DD`. */
      readonly expires?: string;
    };
    readonly result: null;
  };
  /** The tenants whose credential the stack keeps. */
  tenants: { readonly params: AtStack; readonly result: readonly StackTenant[] };
  /** Asks the person first; false when they said no. */
  removeTenant: { readonly params: AtStack & { readonly tenantId: string }; readonly result: boolean };
  runFunction: { readonly params: AtStack & { readonly table: TableName }; readonly result: FirstRun };
  /** Connects to the stack. */
  useLake: { readonly params: AtStack; readonly result: null };
  /** Runs a command that renews a sign-in, in a terminal; true when it ended well. */
  signIn: { readonly params: { readonly command: TerminalCommand }; readonly result: boolean };
}

/** What the page tells the host. */
export interface DeployPageNotifications {
  /** The page listens and wants the state. */
  ready: null;
  /** Shows the whole report of a first run. */
  showReport: { readonly text: string };
  /** Where a workspace is trusted. */
  manageTrust: null;
}

/** What the host tells the page. */
export interface DeployHostNotifications {
  state: DeployPageState;
  progress: { readonly run: string; readonly progress: DeployProgress };
}
