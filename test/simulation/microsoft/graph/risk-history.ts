import { isRecord, type JsonRecord } from "../../../../src/base/json-record.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";
import { type SimulatedAnswer, textAnswer } from "../answer.ts";
import { isLicensed, licenceAt } from "../tenant/licence.ts";
import type { SimulatedTenant } from "../tenant/tenant.ts";
import { GraphError, noSuchSegment } from "./graph-error.ts";

/** The history of a risky user or service principal, below the version. */
export const historyPath = /^\/identityProtection\/(riskyUsers|riskyServicePrincipals)\/([^/]+)\/history$/;

const permissions = {
  riskyUsers: "IdentityRiskyUser.Read.All",
  riskyServicePrincipals: "IdentityRiskyServicePrincipal.Read.All",
} as const;

export function historyPermission(path: string): string {
  return permissions[sourceOf(path)];
}

function sourceOf(path: string): keyof typeof permissions {
  return historyPath.exec(path)?.[1] === "riskyServicePrincipals" ? "riskyServicePrincipals" : "riskyUsers";
}

/**
 * Every state that was ever offered, the newest first: the newest with the id that it is of, the others with the ticks
 * of their time behind it (Graph reference, List history of riskyUser, Response). On one page.
 * @throws GraphError without a licence, or for somebody who is not risky.
 */
export function historyAnswer(tenant: SimulatedTenant, path: string, nowMs: number): SimulatedAnswer {
  const source: SourceId = sourceOf(path);
  const id = decodeURIComponent(historyPath.exec(path)?.[2] ?? "");
  tenant.advance(nowMs);
  if (!isLicensed(source, licenceAt(tenant.licences, nowMs)))
    throw new GraphError(403, "Forbidden", "Your tenant is not licensed for this feature.");
  const states = [...tenant.index(source).all()]
    .filter(({ raw, sinceMs }) => raw.includes(id) && sinceMs <= nowMs)
    .sort((a, b) => b.sinceMs - a.sinceMs)
    .map(({ raw, untilMs }) => ({ record: recordOf(raw), isCurrent: untilMs > nowMs }))
    .filter(({ record }) => record["id"] === id);
  if (states.length === 0) throw noSuchSegment(id);
  const items = states.map(({ record, isCurrent }) => JSON.stringify(historyItem(source, record, isCurrent)));
  return textAnswer(200, `{"value":[${items.join(",")}]}`, {}, items.length);
}

/** A state as an item of the history. */
export function historyItem(source: SourceId, record: JsonRecord, isCurrent: boolean): JsonRecord {
  const id = String(record["id"]);
  const ticks = BigInt(Date.parse(String(record["riskLastUpdatedDateTime"]))) * 10_000n + 621_355_968_000_000_000n;
  return {
    ...record,
    id: isCurrent ? id : `${id}${ticks}`,
    ...(source === "riskyUsers" && { userId: id }),
    initiatedBy: null,
    activity: { eventTypes: [], detail: record["riskDetail"] ?? null },
  };
}

function recordOf(raw: string): JsonRecord {
  const record: unknown = JSON.parse(raw);
  return isRecord(record) ? record : {};
}
