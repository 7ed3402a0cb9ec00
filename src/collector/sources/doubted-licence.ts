import { isRecord } from "../../base/json-record.ts";
import { CollectError } from "../collect-error.ts";
import type { ApiAnswer } from "../microsoft/microsoft.ts";
import type { PlanAnswer } from "../microsoft/tenant-plans.ts";
import { RefusedError } from "../microsoft/verdicts/refusal.ts";
import type { GraphSource } from "./graph-source.ts";
import { PageLinks } from "./page-links.ts";
import type { ReadContext } from "./read-window.ts";

/** Microsoft's names of the service plans that hold Entra ID P1 and P2, of which P2 has all that P1 has. */
const premiumPlans: readonly string[] = ["AAD_PREMIUM", "AAD_PREMIUM_P2"];
const secondPlans: readonly string[] = ["AAD_PREMIUM_P2"];
/** Those that hold Workload ID Premium (Microsoft: product names and service plan identifiers for licensing). */
const workloadPlans: readonly string[] = ["AAD_WRKLDID_P1", "AAD_WRKLDID_P2"];

/** A refusal in so many windows in a row is believed, in a tenant whose plans have the licence and in one that is not known. */
const doubts = { has: 25, unknown: 6 } as const;

/**
 * What a refused licence means. Licensed tenants are told for hours, nine times of ten, that they have none
 * (microsoft-graph-docs 14118, 11986), so that one refusal proves nothing: the tenant's plans are looked at, which takes
 * Directory.Read.All or LicenseAssignment.Read.All, and other windows are asked for.
 * @throws CancelledError.
 */
export async function doubted(
  error: unknown,
  source: GraphSource,
  context: Pick<ReadContext, "microsoft" | "signal">,
): Promise<unknown> {
  if (!(error instanceof RefusedError) || error.code !== "missing-licence") return error;
  const answer = await planAnswer(source, context);
  if (answer === "has-none") {
    const detail = `${error.refusal.detail} It is in none of the tenant's plans.`;
    return new RefusedError({ ...error.refusal, detail }, error.cause);
  }
  const remedy = { kind: "doubt", windows: doubts[answer] } as const;
  if (answer === "unknown") return new RefusedError({ ...error.refusal, remedy }, error.cause);
  const detail = `Microsoft refused ${source.label} for want of a licence, although one of the tenant's plans has it.`;
  const nextStep = "The fault is Microsoft's, and it is asked again in the next run; Directory.Read.All may cure it.";
  return new RefusedError({ ...error.refusal, detail, nextStep, remedy }, error.cause);
}

async function planAnswer(
  { licence }: GraphSource,
  context: Pick<ReadContext, "microsoft" | "signal">,
): Promise<PlanAnswer> {
  const plans = plansWith(licence);
  if (plans === undefined) return "unknown";
  return context.microsoft.plans.has(plans, () => planNames(context));
}

function plansWith(licence: string | undefined): readonly string[] | undefined {
  if (licence?.includes("Workload ID")) return workloadPlans;
  if (!licence?.startsWith("Microsoft Entra ID")) return undefined;
  return licence.includes("P1") ? premiumPlans : secondPlans;
}

/** The service plans of the tenant's subscriptions that are in force; undefined when not all of them may be read. */
async function planNames({
  microsoft,
  signal,
}: Pick<ReadContext, "microsoft" | "signal">): Promise<ReadonlySet<string> | undefined> {
  const purpose = { label: "the tenant's plans", permission: "Directory.Read.All" };
  const first = "/v1.0/subscribedSkus?$select=capabilityStatus,servicePlans";
  const links = new PageLinks(purpose.label, first);
  const names = new Set<string>();
  try {
    for (let url: string | undefined = first; url !== undefined; ) {
      const request = { api: "graph", limit: "reports", list: true, quick: true, url, purpose } as const;
      const { body }: ApiAnswer = await microsoft.send({ ...request, ...(signal && { signal }) });
      const records = body.elements ?? [];
      for (const { record } of records) for (const name of namesOf(record)) names.add(name);
      url = links.follow(
        body.members["@odata.nextLink"],
        records.map(({ record }) => JSON.stringify(record)),
      );
    }
    return names;
  } catch (error) {
    if (error instanceof CollectError) return undefined;
    throw error;
  }
}

function namesOf(subscription: Readonly<Record<string, unknown>> | undefined): string[] {
  const { capabilityStatus, servicePlans } = subscription ?? {};
  // In their days of grace plans still give what they gave.
  if (capabilityStatus !== "Enabled" && capabilityStatus !== "Warning") return [];
  if (!Array.isArray(servicePlans)) return [];
  return servicePlans
    .filter(isRecord)
    .flatMap(({ servicePlanName }) => (typeof servicePlanName === "string" ? [servicePlanName] : []));
}
