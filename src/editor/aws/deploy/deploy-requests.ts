import { workspace } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../../base/translated.ts";
import type { DeployCredential, DeployPageRequests } from "../../../protocol/aws/deploy-page.ts";
import type { StackOutcome } from "../../../protocol/aws/stack-changes.ts";
import type { DeployProgress } from "../../../protocol/aws/stack-deployments.ts";
import type { Credential } from "../../../protocol/collector.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { answerRequest } from "../../../rpc/answer-request.ts";
import type { HeldCredentials } from "../../collector/held-credentials.ts";
import { pickCertificate } from "../../collector/pick-certificate.ts";
import { awsRegions } from "../../connections/aws-regions.ts";
import type { Connections } from "../../connections/connections.ts";
import { requireTrust } from "../../platform/trust.ts";
import { askInDialog } from "../../shown/messages.ts";
import { succeedsInTerminal } from "../../shown/terminal.ts";
import { invokeDetails, invokeNeedsLook, invokeSummary } from "../functions/invoke-outcome.ts";
import type { DeployMemory } from "./deploy-memory.ts";
import { placeOf } from "./deploy-place.ts";
import { deletionWords, removalWords } from "./deploy-words.ts";

type Method = keyof DeployPageRequests;
type Params<Name extends Method> = DeployPageRequests[Name]["params"];
type Result<Name extends Method> = DeployPageRequests[Name]["result"];

/** What answers the deploy page. */
export interface DeployRequestParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly memory: DeployMemory;
  readonly held: HeldCredentials;
  readonly onDeployed: (outcome: StackOutcome) => void;
  readonly record: (error: unknown) => void;
}

/** Answers what the deploy page asks: dialogs and memory are the host's, all else is done by the lake process. */
export function answerDeployRequests(connection: MessageConnection, parts: DeployRequestParts): void {
  const { lake, connections, memory, held, onDeployed, record } = parts;
  const answer = <Name extends Method>(
    method: Name,
    handler: (params: Params<Name>, signal: AbortSignal) => Promise<Result<Name>>,
  ): void => {
    answerRequest(connection, method, async (params: Params<Name>, signal) => {
      requireTrust(t("Deploying to AWS"));
      return handler(params, signal);
    });
  };
  const type = new NotificationType<{ run: string; progress: DeployProgress }>("progress");
  const progressOf = (run: string) => (progress: DeployProgress) => {
    connection.sendNotification(type, { run, progress }).catch(record);
  };
  answer("start", async () => {
    const [form, profiles] = await Promise.all([lake.deployForm({}), lake.awsProfiles({})]);
    const regions = Object.entries(awsRegions).map(([region, place]) => ({ region, place }));
    const { last } = memory;
    return { form, profiles, regions, ...(last !== undefined && { last }) };
  });
  answer("account", async (target, signal) => lake.deployAccount(await placeOf(lake, target), { signal }));
  answer("plan", async ({ run, stack, parameters, ...target }, signal) => {
    await memory.remember({ ...target, stack, parameters });
    const place = await placeOf(lake, target);
    return lake.planDeploy({ ...place, stack, parameters }, { signal, onProgress: progressOf(run) });
  });
  answer("drop", async ({ plan, ...target }) => {
    await lake.dropDeploy({ ...(await placeOf(lake, target)), plan });
    return null;
  });
  answer("execute", async ({ run, plan, ...target }, signal) => {
    const place = await placeOf(lake, target);
    const outcome = await lake.executeDeploy({ ...place, plan }, { signal, onProgress: progressOf(run) });
    onDeployed(outcome);
    return outcome;
  });
  answer("follow", async ({ run, stack, wants, sinceMs, ...target }, signal) => {
    const request = { ...(await placeOf(lake, target)), stack, wants, sinceMs };
    const outcome = await lake.followDeploy(request, { signal, onProgress: progressOf(run) });
    if (wants === "made") onDeployed(outcome);
    return outcome;
  });
  answer("remove", async ({ run, stack, wasMade, ...target }, signal) => {
    const { message, detail } = deletionWords(stack, wasMade);
    if ((await askInDialog("warning", message, detail, [t("Delete")])) !== t("Delete")) return null;
    return lake.deleteDeploy({ ...(await placeOf(lake, target)), stack }, { signal, onProgress: progressOf(run) });
  });
  answer("pickCertificate", () => pickCertificate(held));
  answer("putTenant", async ({ stack, tenantId, clientId, cloud, credential, expires, ...target }, signal) => {
    const access = { tenantId, clientId, cloud, credential: credentialOf(credential, held) };
    const kept = { ...(await placeOf(lake, target)), stack, access };
    await lake.putStackTenant(expires === undefined ? kept : { ...kept, expires }, { signal });
    held.forget();
    return null;
  });
  answer("tenants", async ({ stack, ...target }, signal) =>
    lake.stackTenants({ ...(await placeOf(lake, target)), stack }, { signal }),
  );
  answer("removeTenant", async ({ stack, tenantId, ...target }, signal) => {
    const { message, detail } = removalWords(stack, tenantId);
    if ((await askInDialog("warning", message, detail, [t("Remove")])) !== t("Remove")) return false;
    await lake.removeStackTenant({ ...(await placeOf(lake, target)), stack, tenantId }, { signal });
    return true;
  });
  answer("runFunction", async ({ stack, table, ...target }, signal) => {
    const outcome = await lake.runOfStack({ ...(await placeOf(lake, target)), stack, table }, { signal });
    const [needsLook, summary] = [invokeNeedsLook(outcome), invokeSummary(outcome)];
    return { needsLook, summary, details: invokeDetails([outcome]) };
  });
  answer("useLake", async ({ stack, ...target }, signal) => {
    await connections.use({ kind: "aws", ...(await placeOf(lake, target)), stack }, signal);
    return null;
  });
  answer("signIn", ({ command }) => succeedsInTerminal(command));
}

function credentialOf(credential: DeployCredential, held: HeldCredentials): Credential {
  if (credential.kind === "secret") return { kind: "secret", secret: credential.secret };
  held.holdPassword(credential.id, credential.password);
  return held.heldCredential(credential.id);
}

/** Whether the window may deploy. */
export function deployPageState(): { readonly isTrusted: boolean } {
  return { isTrusted: workspace.isTrusted };
}
