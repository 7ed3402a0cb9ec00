import { isRecord } from "../../base/json-record.ts";

/** Bits of the mask that diagnostic exports write where Graph writes names (Graph's conditionalAccessConditions). */
const conditions: readonly (readonly [bit: number, name: string])[] = [
  [1, "application"],
  [2, "users"],
  [4, "devicePlatform"],
  [8, "location"],
  [16, "clientType"],
  [32, "signInRisk"],
  [64, "userRisk"],
  [128, "time"],
  [256, "deviceState"],
  [512, "client"],
  [1024, "ipAddressSeenByAzureAD"],
  [2048, "ipAddressSeenByResourceProvider"],
  [4096, "unknownFutureValue"],
  [8192, "servicePrincipals"],
  [16384, "servicePrincipalRisk"],
  [32768, "authenticationFlows"],
  [65536, "insiderRisk"],
];

const knownBits = conditions.reduce((mask, [bit]) => mask | bit, 0);

/** Graph's comma-separated names of a mask; bits without a name stay as a number, so that nothing is lost. */
export function conditionNames(mask: number): string {
  if (mask === 0) return "none";
  const names = conditions.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name);
  const unknown = mask & ~knownBits;
  return [...names, ...(unknown === 0 ? [] : [String(unknown)])].join(",");
}

/** The policies with every mask of conditions as names; what is no policy is passed on. */
export function withConditionNames(policies: readonly unknown[]): readonly unknown[] {
  return policies.map((policy) =>
    isRecord(policy)
      ? {
          ...policy,
          ...namesOf(policy, "conditionsSatisfied"),
          ...namesOf(policy, "conditionsNotSatisfied"),
          ...rulesOf(policy, "includeRulesSatisfied"),
          ...rulesOf(policy, "excludeRulesSatisfied"),
        }
      : policy,
  );
}

function rulesOf(policy: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const rules = policy[key];
  if (!Array.isArray(rules)) return {};
  const named = rules.map((rule: unknown) =>
    isRecord(rule) ? { ...rule, ...namesOf(rule, "conditionalAccessCondition") } : rule,
  );
  return { [key]: named };
}

function namesOf(owner: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const mask = owner[key];
  return typeof mask === "number" && Number.isInteger(mask) && mask >= 0 && mask < 2 ** 31
    ? { [key]: conditionNames(mask) }
    : {};
}
