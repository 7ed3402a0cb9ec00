import type { CollectOutcome } from "../collector.ts";
import type { TableName } from "../tables.ts";

/** The functions of a stack; each collects a group of tables, so that one which fails holds back no other. */
export const collectorFunctions = ["signins", "audits", "risk", "activity"] as const;

export type CollectorFunction = (typeof collectorFunctions)[number];

/** The tables that each function collects. */
export const functionTables: Readonly<Record<CollectorFunction, readonly TableName[]>> = {
  signins: ["signins"],
  audits: ["audits", "provisioning"],
  risk: ["riskdetections", "riskyusers"],
  activity: ["activity"],
};

/** What a function is told: nothing by its schedule; by hand, what is to be read whether it was read before or not. */
export interface FunctionEvent {
  /** Default: all tables of the function. */
  readonly tables?: readonly TableName[];
  /** ISO 8601 instants, UTC; `from` included, `to` not. */
  readonly from?: string;
  readonly to?: string;
  /** Default: every tenant whose credential the stack keeps. */
  readonly tenantId?: string;
}

/** What a run of a function answers. */
export type FunctionReport =
  | {
      readonly state: "collected";
      readonly function: CollectorFunction;
      /** ISO 8601. */
      readonly startedAt: string;
      readonly endedAt: string;
      /** How many tenants were collected. */
      readonly tenants: number;
      /** It ended itself, because its time was over; the next run goes on. */
      readonly cutShort: boolean;
      readonly outcome: CollectOutcome;
    }
  /** Another run of the function is at work, since then and until that time at most; nothing was done. */
  | {
      readonly state: "busy";
      readonly function: CollectorFunction;
      readonly since: string;
      readonly until: string;
    }
  /** No credential is kept below the parameter path; nothing was done. */
  | { readonly state: "no-tenant"; readonly function: CollectorFunction; readonly parameterPath: string };
