// An AWS with nothing in it and a simulated Microsoft, for a person who deploys a stack in the editor. It says where
// they are in one line, does what lines on its standard input ask, and ends with it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CloudFormationClient, CreateChangeSetCommand, CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { currentArchitecture, packageLambda } from "../../../scripts/lib/lambda-package.mjs";
import { findNode } from "../../../scripts/lib/node.mjs";
import { startSimulation } from "../../../scripts/lib/simulation.mjs";
import { requireStack } from "../../../src/aws/stack/find-stacks.ts";
import { sessionOf } from "../deploy/deploy-collector.ts";
import { DeployedStack, settingsOf } from "../deploy/deployed-stack.ts";
import type { Interference } from "../stand-in/gateway/interference.ts";
import { Unavailable } from "../stand-in/install/unavailable.ts";
import { startAws } from "../stand-in/start-aws.ts";
import type { DeployableRequest } from "./deployable-requests.ts";

/** Exit code of a machine that lacks what the AWS of the tests is made of. */
const lacking = 3;

async function main(): Promise<void> {
  await using closing = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-deployable-"));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  const tenant = { scale: 0.3, users: 30, days: 3, mood: "calm", speed: 1, ports: [0, 0, 0], verbose: false };
  const [aws, simulation] = await Promise.all([
    startAws({ athena: true }),
    startSimulation(await findNode(), join(folder, "simulated"), tenant),
    packageLambda(currentArchitecture()),
  ]);
  closing.defer(() => simulation.stop());
  closing.defer(() => aws.stop());
  const { endpoint, region, rootCredentials } = aws;
  const profile = `region = ${region}\nendpoint_url = ${endpoint}\n`;
  const config = join(folder, "config");
  await writeFile(config, `[profile contoso]\n${profile}`);
  const keys = join(folder, "credentials");
  const { accessKeyId, secretAccessKey } = rootCredentials;
  await writeFile(keys, `[contoso]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`);

  const cloudFormation = new CloudFormationClient(settingsOf(aws));
  closing.defer(() => cloudFormation.destroy());
  let interfere: ReadonlyMap<string, Interference> = new Map();
  let release = (): void => undefined;
  aws.gateway.interfere = ({ operation }) => interfere.get(operation);

  const doing = async (asked: DeployableRequest): Promise<void> => {
    switch (asked.do) {
      case "hold": {
        const { promise, resolve } = Promise.withResolvers<void>();
        release = resolve;
        interfere = new Map([[asked.operation, { held: promise }]]);
        return;
      }
      case "fault":
        interfere = new Map([[asked.operation, { fault: { code: asked.code, message: "as the test wants it" } }]]);
        return;
      case "status": {
        const answer = (text: string): string =>
          text.replaceAll(/<StackStatus>\w+<\/StackStatus>/g, `<StackStatus>${asked.status}</StackStatus>`);
        interfere = new Map([["DescribeStacks", { answer }]]);
        return;
      }
      case "let-be":
        interfere = new Map();
        release();
        return;
      case "stack": {
        const Tags = asked.kind === "foreign" ? [] : [{ Key: "tenanttrail:stack", Value: "collector" }];
        const nobody = `arn:aws:lambda:${region}:${aws.accountId}:function:nobody`;
        const bad = { Type: "Custom::Thing", Properties: { ServiceToken: nobody } };
        const topic = { Type: "AWS::SNS::Topic" };
        const Resources = { One: asked.kind === "failed" ? bad : topic };
        const common = { StackName: asked.name, Tags, TemplateBody: JSON.stringify({ Resources }) };
        if (asked.kind !== "prepared") await cloudFormation.send(new CreateStackCommand(common));
        else
          await cloudFormation.send(
            new CreateChangeSetCommand({ ...common, ChangeSetName: "by-somebody", ChangeSetType: "CREATE" }),
          );
        return;
      }
      case "lead-to-simulation": {
        const session = await sessionOf(aws);
        const stack = await requireStack(session, asked.stack, "collector");
        session.close();
        const outputs = (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]);
        const deployed = new DeployedStack(aws, Object.fromEntries(outputs));
        await deployed.trust(simulation.authorityFile);
        await deployed.addToCredential(simulation.tenantId, { endpoints: simulation.endpoints });
        deployed.close();
      }
    }
  };

  const { tenantId, clientId, secret } = simulation;
  process.stdout.write(`${JSON.stringify({ endpoint, region, config, keys, tenantId, clientId, secret })}\n`);
  for await (const line of createInterface(process.stdin)) {
    const failure = await doing(JSON.parse(line) as DeployableRequest).then(
      () => null,
      (error: unknown) => String(error),
    );
    process.stdout.write(`${JSON.stringify({ failure })}\n`);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = lacking;
}
