import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { dropPlan } from "../aws/deploy/change-set.ts";
import { changeLines, eventLine } from "../aws/deploy/change-words.ts";
import { deleteStack } from "../aws/deploy/delete-stack.ts";
import { Deployment } from "../aws/deploy/deployment.ts";
import { monthlyPrice, priceTable } from "../aws/deploy/monthly-price.ts";
import { preflight } from "../aws/deploy/preflight.ts";
import { priceInputs } from "../aws/deploy/price-inputs.ts";
import { putTenantCredential } from "../aws/deploy/stored-credentials.ts";
import type { AwsSession } from "../aws/session/aws-session.ts";
import { AwsSessions } from "../aws/session/aws-sessions.ts";
import { collectorOutputs } from "../aws/stack/collector-outputs.ts";
import { requireStack } from "../aws/stack/find-stacks.ts";
import type { TenantCredential } from "../protocol/aws/stack-changes.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { givenCredential } from "./given-credential.ts";

const usage = `Usage: npm run deploy -- --stack NAME --region REGION [options]

  --profile NAME         profile of ~/.aws/config; default: AWS_PROFILE, or the environment's credentials
  --parameter KEY=VALUE  a parameter of infra-templates/collector.yaml; may be repeated
  --code FILE            the functions' code; default: it is made from the sources
  --tenant ID            keeps a tenant's credential for the stack, which is asked for without an echo
  --client ID            the app registration that reads the tenant's logs
  --cloud NAME           where Microsoft keeps the tenant; default: global
  --expires DAY          the last day of the client secret, YYYY-MM-DD, for the alarm before it
  --secret-fd N          reads the client secret from an open file descriptor instead of asking
  --plan                 only shows what would change
  --yes                  asks nothing
  --delete               deletes the stack; its bucket and logs stay
  --endpoint URL         where AWS is answered instead of by AWS, for tests
`;

const root = new URL("../../", import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, root));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Deploys, updates or deletes a stack; answers its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stack: { type: "string" },
      region: { type: "string" },
      profile: { type: "string" },
      parameter: { type: "string", multiple: true, default: [] },
      code: { type: "string" },
      endpoint: { type: "string" },
      tenant: { type: "string" },
      client: { type: "string" },
      cloud: { type: "string", default: "global" },
      expires: { type: "string" },
      "secret-fd": { type: "string" },
      plan: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      delete: { type: "boolean", default: false },
    },
  });
  const { stack, region, profile, endpoint } = values;
  if (stack === undefined || region === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const host = { askMfaCode: async (): Promise<string> => (await ask("MFA code: ")).trim() };
  const sessions = new AwsSessions({ host, environment: process.env, now: Date.now });
  try {
    const session = await sessions.of({
      region,
      ...(profile !== undefined && { profile }),
      ...(endpoint !== undefined && { endpoint }),
    });
    const { account, caller, warnings } = await preflight(session);
    say(`Account ${account}, region ${region}, as ${caller}`);
    for (const warning of warnings) say(`Note: ${warning}`);
    if (values.delete) {
      if (!values.yes && !(await agrees(`Delete stack ${stack}? Its bucket and the logs in it stay.`))) return 1;
      const onEvent = (event: Parameters<typeof eventLine>[0]): void => say(eventLine(event));
      const { keptBucket } = await deleteStack(session, { name: stack, kind: "collector" }, Date.now, onEvent);
      say(`Stack ${stack} is deleted. Its logs are still in bucket ${keptBucket ?? "(it had none)"}.`);
      return 0;
    }
    const code = values.code;
    if (code === undefined)
      throw new TenantTrailError("bad-argument", "--code names the ZIP file of the functions' code.");
    // What is wrong with it is told before minutes are spent on a stack, and nobody waits through those to be asked.
    const credential = values.plan ? undefined : await givenCredential(values, Date.now());
    const shipped = {
      version: await versionOf(path("package.json")),
      artifactsTemplate: path("infra-templates/artifacts.yaml"),
      collectorTemplate: path("infra-templates/collector.yaml"),
      code,
    };
    const listener = {
      onStep: (step: string): void => say(step),
      onUpload: ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }): void =>
        say(`  ${Math.round((100 * doneBytes) / Math.max(totalBytes, 1))} %`),
      onEvent: (event: Parameters<typeof eventLine>[0]): void => say(`  ${eventLine(event)}`),
    };
    const deployment = new Deployment(session, shipped, listener, Date.now);
    const parameters = parametersOf(values.parameter);
    const plan = await deployment.plan({ stack, parameters });
    if (plan.changes.length === 0) {
      say(`Stack ${stack} is up to date.`);
      await keepCredential(session, stack, credential);
      return 0;
    }
    for (const line of changeLines(plan.changes)) say(`  ${line}`);
    // What an update costs follows from what the stack has already, which its changes do not tell.
    if (plan.isNew) say(priceTable(monthlyPrice(priceInputs(parameters, alarmsOf(plan.changes)))));
    if (values.plan || (!values.yes && !(await agrees(`${plan.isNew ? "Make" : "Update"} stack ${stack}?`)))) {
      await dropPlan(session, plan);
      return values.plan ? 0 : 1;
    }
    const { outputs, status } = await deployment.execute(plan);
    say(`Stack ${stack}: ${status}`);
    for (const [name, value] of Object.entries(outputs)) say(`  ${name} = ${value}`);
    await keepCredential(session, stack, credential);
    return 0;
  } catch (error) {
    if (!(error instanceof TenantTrailError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await sessions.close();
  }
}

/** Keeps the credential of the tenant that was named, if one was. @throws TenantTrailError as the page's form does. */
async function keepCredential(
  session: AwsSession,
  stack: string,
  credential: TenantCredential | undefined,
): Promise<void> {
  if (credential === undefined) return;
  const outputs = collectorOutputs(await requireStack(session, stack, "collector"));
  await putTenantCredential(session, outputs, credential);
  say(`The stack collects tenant ${credential.tenantId} from its next run on.`);
}

function alarmsOf(changes: readonly { readonly type: string }[]): number {
  return changes.filter(({ type }) => type === "AWS::CloudWatch::Alarm").length;
}

/** @throws TenantTrailError `bad-argument` for what is not KEY=VALUE. */
function parametersOf(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf("=");
      if (at < 1)
        throw new TenantTrailError("bad-argument", `--parameter takes KEY=VALUE, not ${JSON.stringify(each)}.`);
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

async function versionOf(manifest: string): Promise<string> {
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { readonly version: string };
  return version;
}

async function agrees(question: string): Promise<boolean> {
  return /^y(?:es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
