import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AwsSession } from "../../aws/session/aws-session.ts";
import type { AwsSessions } from "../../aws/session/aws-sessions.ts";
import type { CollectorOutputs } from "../../aws/stack/collector-outputs.ts";
import type { DeployProgress, StackPlace } from "../../protocol/aws/stack-deployments.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { DeployingService } from "../../protocol/service/deploying.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";

/**
 * @param sessions loads the SDK with its first use.
 * @param extension the extension's own folder, whose templates and code are deployed.
 * @param now milliseconds since 1970.
 */
export function deployingService(
  sessions: () => Promise<AwsSessions>,
  extension: URL | undefined,
  now: () => number,
): DeployingService {
  const shipped = async () => {
    if (extension === undefined)
      throw new TenantTrailError(
        "deploy-failed",
        "Nothing can be deployed from here. Use the editor, or npm run deploy",
      );
    const { findShipped } = await import("../../aws/deploy/shipped-files.ts");
    return findShipped(fileURLToPath(extension));
  };
  const template = async () => {
    const { collectorTemplate, ...files } = await shipped();
    const { readCollectorTemplate } = await import("../../aws/deploy/read-collector-template.ts");
    return { ...readCollectorTemplate(await readFile(collectorTemplate, "utf8")), collectorTemplate, ...files };
  };
  const outputsOf = async (
    { stack, ...place }: StackPlace,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly session: AwsSession; readonly outputs: CollectorOutputs }> => {
    const session = await (await sessions()).of(place);
    const { requireStack } = await import("../../aws/stack/find-stacks.ts");
    const { collectorOutputs } = await import("../../aws/stack/collector-outputs.ts");
    return { session, outputs: collectorOutputs(await requireStack(session, stack, "collector", signal)) };
  };
  return {
    async deployForm() {
      const { version, groups } = await template();
      return { version, groups };
    },
    async deployAccount(place, { signal } = {}) {
      const session = await (await sessions()).of(place);
      const { preflight } = await import("../../aws/deploy/preflight.ts");
      const { deployedStacks } = await import("../../aws/deploy/deployed-stacks.ts");
      return { ...(await preflight(session, signal)), stacks: await deployedStacks(session, signal) };
    },
    async planDeploy({ stack, parameters, ...place }, options = {}) {
      const { alarms, architecture, ...files } = await template();
      const { Deployment } = await import("../../aws/deploy/deployment.ts");
      const { monthlyPrice } = await import("../../aws/deploy/monthly-price.ts");
      const { priceInputs } = await import("../../aws/deploy/price-inputs.ts");
      const listener = {
        onStep: (words: string) => options.onProgress?.({ kind: "step", words }),
        onUpload: (upload: Extract<DeployProgress, { kind: "upload" }>["upload"]) =>
          options.onProgress?.({ kind: "upload", upload }),
        onEvent: eventsTo(options),
      };
      const deployment = new Deployment(await (await sessions()).of(place), files, listener, now);
      const given = { ...parameters, Architecture: architecture };
      const plan = await deployment.plan({ stack, parameters: given }, options.signal);
      return { plan, price: monthlyPrice(priceInputs(given, alarms)) };
    },
    async dropDeploy({ plan, ...place }) {
      const { dropPlan } = await import("../../aws/deploy/change-set.ts");
      await dropPlan(await (await sessions()).of(place), plan);
    },
    async executeDeploy({ plan, ...place }, options = {}) {
      const { executePlan } = await import("../../aws/deploy/execute-plan.ts");
      return executePlan(await (await sessions()).of(place), plan, now, eventsTo(options), options.signal);
    },
    async followDeploy({ stack, wants, sinceMs, ...place }, options = {}) {
      const { followStack } = await import("../../aws/deploy/follow-stack.ts");
      const session = await (await sessions()).of(place);
      return followStack(session, { id: stack, sinceMs, wants }, eventsTo(options), options.signal);
    },
    async deleteDeploy({ stack, ...place }, options = {}) {
      const { deleteStack } = await import("../../aws/deploy/delete-stack.ts");
      const session = await (await sessions()).of(place);
      const named = { name: stack, kind: "collector" } as const;
      const { keptBucket } = await deleteStack(session, named, now, eventsTo(options), options.signal);
      return { ...(keptBucket !== undefined && { keptBucket }) };
    },
    async putStackTenant({ access, expires, ...place }, { signal } = {}) {
      const { tenantCredential } = await import("../deploying/tenant-credential.ts");
      const credential = tenantCredential(access, now());
      const { session, outputs } = await outputsOf(place, signal);
      const { putTenantCredential } = await import("../../aws/deploy/stored-credentials.ts");
      await putTenantCredential(
        session,
        outputs,
        expires === undefined ? credential : { ...credential, expires },
        signal,
      );
    },
    async stackTenants(place, { signal } = {}) {
      const { session, outputs } = await outputsOf(place, signal);
      const { tenantsOfStack } = await import("../../aws/deploy/stored-credentials.ts");
      return tenantsOfStack(session, outputs, signal);
    },
    async removeStackTenant({ tenantId, ...place }, { signal } = {}) {
      const { session, outputs } = await outputsOf(place, signal);
      const { removeTenantCredential } = await import("../../aws/deploy/stored-credentials.ts");
      await removeTenantCredential(session, outputs, tenantId, signal);
    },
    async runOfStack({ table, ...place }, { signal } = {}) {
      const { session, outputs } = await outputsOf(place, signal);
      const { invokeFunction } = await import("../../aws/invoke/invoke-function.ts");
      return invokeFunction(session, outputs.functions[table], {}, signal);
    },
  };
}

function eventsTo({ onProgress }: CallOptions<DeployProgress>) {
  return (event: Extract<DeployProgress, { kind: "event" }>["event"]): void => onProgress?.({ kind: "event", event });
}
