import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { findNode } from "../../../scripts/lib/node.mjs";
import { type Simulation, startSimulation } from "../../../scripts/lib/simulation.mjs";
import { type LocalLakeService, localLakeService } from "../../../src/service/local-lake-service.ts";
import { type DeployedStack, settingsOf } from "../deploy/deployed-stack.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { type PolicyUser, userOfPolicy } from "./user-of-policy.ts";

export const stackName = "Trail-1";

/** What the whole way is gone over: an AWS, and two tenants of a simulated Microsoft. */
export class WholeWay {
  readonly aws: StandInAws;
  readonly tenants: readonly [Simulation, Simulation];
  readonly deployer: PolicyUser;
  readonly folder: string;
  /** The product, as an analyst has it. */
  readonly service: LocalLakeService = localLakeService();

  private constructor(
    aws: StandInAws,
    tenants: readonly [Simulation, Simulation],
    deployer: PolicyUser,
    folder: string,
  ) {
    this.aws = aws;
    this.tenants = tenants;
    this.deployer = deployer;
    this.folder = folder;
  }

  static async start(): Promise<WholeWay> {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-whole-"));
    const node = await findNode();
    const tenant = { scale: 1, users: 40, days: 3, mood: "calm", ports: [0, 0, 0], verbose: false };
    const second = { id: "5a3f1e00-c0de-4a11-8000-51b0a7ed0002", name: "Fabrikam (simulated)", seed: 2 };
    const [aws, ...tenants] = await Promise.all([
      startAws({ athena: true }),
      // An hour of lateness is half a minute, so that what is hours late comes during the run.
      startSimulation(node, join(folder, "first"), { ...tenant, scale: 2, speed: 120, delivery: "late" }),
      startSimulation(node, join(folder, "second"), { ...tenant, speed: 1, tenant: second }),
    ]);
    const words = { STACK: stackName, ARTIFACTS: "tenanttrail-artifacts", DATABASE: "tenanttrail" };
    return new WholeWay(aws, tenants, await userOfPolicy(aws, "deployer", words), folder);
  }

  async stop(): Promise<void> {
    await this.service.dispose();
    await Promise.all([this.aws.stop(), ...this.tenants.map((tenant) => tenant.stop())]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Lets the functions of the stack trust both tenants' servers. */
  async trust(stack: DeployedStack): Promise<void> {
    const file = join(this.folder, "authorities.pem");
    const authorities = await Promise.all(this.tenants.map(({ authorityFile }) => readFile(authorityFile, "utf8")));
    await writeFile(file, authorities.join("\n"));
    await stack.trust(file);
  }

  /** Connects the product to the stack, as a user who has exactly the analyst's policy. */
  async connectAnalyst(stack: DeployedStack): Promise<PolicyUser> {
    const analyst = await userOfPolicy(this.aws, "analyst", {
      STACK: stackName,
      BUCKET: stack.output("BucketName"),
      DATABASE: stack.output("DatabaseName"),
      WORKGROUP: stack.output("WorkGroupName"),
    });
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    process.env["AWS_CONFIG_FILE"] = join(this.folder, "config");
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(this.folder, "credentials");
    const { accessKeyId, secretAccessKey } = analyst.keys;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    await writeFile(join(this.folder, "config"), "");
    await writeFile(join(this.folder, "credentials"), `[analyst]\n${keys}`);
    const { endpoint, region } = this.aws;
    await this.service.useConnection({ kind: "aws", profile: "analyst", region, endpoint });
    return analyst;
  }

  /** Changes how often the stack's schedules start a function. @param rate for example `1 minute`. */
  async schedule(name: string, rate: string): Promise<void> {
    const scheduler = new SchedulerClient(settingsOf(this.aws));
    const schedule = await scheduler.send(new GetScheduleCommand({ Name: name }));
    const { ScheduleExpression: _, FlexibleTimeWindow, Target, State } = schedule;
    await scheduler.send(
      new UpdateScheduleCommand({ Name: name, FlexibleTimeWindow, Target, State, ScheduleExpression: `rate(${rate})` }),
    );
    scheduler.destroy();
  }
}
