/** What is known of an account before anything is made in it. */
export interface Preflight {
  readonly account: string;
  /** Who would deploy: the ARN of a user or a session of a role. */
  readonly caller: string;
  /** So many functions may run at the same time. */
  readonly concurrentRuns: number;
  /** Sentences of what may get in the way. */
  readonly warnings: readonly string[];
}

/** `replace` makes the resource anew and then removes the old one; `may-replace` is decided while it is done. */
export type ChangeKind = "add" | "change" | "replace" | "may-replace" | "remove" | "import";

/** One change that a change set would make. */
export interface StackChange {
  readonly kind: ChangeKind;
  /** The resource's name in the template. */
  readonly resource: string;
  /** For example `AWS::Lambda::Function`. */
  readonly type: string;
  /** What of it changes: names of properties. */
  readonly because: readonly string[];
  /** True when a removed resource stays in the account. */
  readonly isKept: boolean;
}

/** A change set that waits to be executed. */
export interface StackPlan {
  readonly stack: string;
  readonly changeSet: string;
  readonly isNew: boolean;
  /** None when the stack is up to date. */
  readonly changes: readonly StackChange[];
}

/** Something that happened to a stack or to a resource of it. */
export interface StackEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly resource: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly isFailure: boolean;
}

/** What an operation on a stack came to. */
export interface StackOutcome {
  readonly stack: string;
  readonly id: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A line of what a stack costs a month. */
export interface PriceLine {
  readonly what: string;
  /** How much of it, in words. */
  readonly amount: string;
  /** US dollars a month. */
  readonly dollars: number;
}

/** The credential of a tenant, as the functions read it (Microsoft Entra app registration). */
export interface TenantCredential {
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: string;
  readonly secret: { readonly clientSecret: string } | { readonly certificate: string; readonly privateKey: string };
  /** The last day of a client secret, `YYYY-MM-DD`, for the alarm before it. A certificate says its own. */
  readonly expires?: string;
}

/** A tenant whose credential a stack keeps; of the credential nothing is read. */
export interface StackTenant {
  readonly tenantId: string;
  /** When its credential was kept last, ISO 8601; absent where Parameter Store does not say. */
  readonly keptAt?: string;
}

export interface UploadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}
