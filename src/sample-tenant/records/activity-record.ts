import { activitySeconds } from "../instants.ts";
import { sampleTenantId } from "../tenant.ts";
import type { SampleRecord } from "../timeline.ts";
import type { Application } from "../world/applications.ts";
import type { Device } from "../world/devices.ts";
import type { Account } from "../world/people.ts";
import type { Network } from "../world/places.ts";

/** What a sign-in leaves behind for later work: activity names its session and its token. */
export interface Token {
  readonly time: number;
  readonly sessionId: string | null;
  readonly uniqueTokenIdentifier: string;
  readonly app: Application;
  readonly network: Network;
  readonly device: Device;
  readonly userAgent: string;
}

/** Who did something, when, and under which token. */
export interface ActivityContext {
  readonly id: string;
  readonly time: number;
  readonly account: Account;
  readonly token: Token;
}

/** The common fields of a Management Activity record (graph.md §3.3); `recordType` is the number. */
export function commonFields(
  context: ActivityContext,
  recordType: number,
  workload: string,
  operation: string,
): SampleRecord {
  const { account } = context;
  return {
    CreationTime: activitySeconds(context.time),
    Id: context.id,
    Operation: operation,
    OrganizationId: sampleTenantId,
    RecordType: recordType,
    UserKey: account.puid,
    UserType: account.userType === "guest" ? 10 : 0,
    Version: 1,
    Workload: workload,
    UserId: account.userPrincipalName,
  };
}

export function appAccessContext(token: Token): SampleRecord {
  return {
    AADSessionId: token.sessionId ?? undefined,
    ClientAppId: token.app.appId,
    ClientAppName: token.app.displayName,
    IssuedAtTime: activitySeconds(token.time),
    UniqueTokenId: token.uniqueTokenIdentifier,
  };
}
