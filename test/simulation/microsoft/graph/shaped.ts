import type { JsonRecord } from "../../../../src/base/json-record.ts";
import type { Offer } from "../tenant/offer.ts";
import type { ListContext } from "./list-context.ts";
import { v1Record } from "./v1-record.ts";

/** A record as an API version shows it to who holds such permissions. */
export function shaped({ raw, table }: Offer, { version, showsPolicies }: ListContext): string {
  const isV1 = version === "v1.0" && table === "signins";
  if (!isV1 && (showsPolicies || table !== "signins")) return raw;
  const record = JSON.parse(raw) as JsonRecord;
  const { appliedConditionalAccessPolicies, ...others } = record;
  const visible = showsPolicies ? { ...others, appliedConditionalAccessPolicies } : others;
  return JSON.stringify(isV1 ? v1Record(visible) : visible);
}
