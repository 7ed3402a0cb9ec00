import { isRecord, type JsonRecord } from "../../base/json-record.ts";
import type { Narrowing } from "./graph-source.ts";

const noConditions = (): readonly string[] => [];

function ids(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list.filter(isRecord).map((element) => element["ID"]) : [];
}

/** Where unified audit records name users, addresses and apps (graph.md §3.3, §3.4). The API filters by none of them. */
export const activityNarrowings: Readonly<Record<"users" | "ipAddresses" | "apps", Narrowing>> = {
  users: {
    conditions: noConditions,
    values: ({ UserId, UserKey, MailboxOwnerUPN, ObjectId, Actor, Target }: JsonRecord) => [
      ...[UserId, UserKey, MailboxOwnerUPN, ObjectId],
      ...ids(Actor),
      ...ids(Target),
    ],
  },
  ipAddresses: {
    conditions: noConditions,
    values: ({ ClientIP, ClientIPAddress, ActorIpAddress, SenderIp }: JsonRecord) => [
      ...[ClientIP, ClientIPAddress, ActorIpAddress, SenderIp],
    ],
  },
  apps: {
    conditions: noConditions,
    values: ({ AppId, ApplicationId, ClientAppId, AppAccessContext }: JsonRecord) => [
      ...[AppId, ApplicationId, ClientAppId],
      isRecord(AppAccessContext) ? AppAccessContext["ClientAppId"] : undefined,
    ],
  },
};
