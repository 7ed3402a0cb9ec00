import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { currentArchitecture, packageLambda } from "../../../scripts/lib/lambda-package.mjs";
import type { Simulation } from "../../../scripts/lib/simulation.mjs";
import type { FunctionReport } from "../../../src/protocol/aws/function-report.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";
import { deployTemplate, type Outputs } from "./deploy-template.ts";

const functionOutputs = ["SignInsFunctionName", "AuditsFunctionName", "RiskFunctionName", "ActivityFunctionName"];

/** What an invocation that was waited for came to. */
export interface Invoked {
  readonly report: FunctionReport | undefined;
  /** The message of a run that failed. */
  readonly error: string | undefined;
}

/** Both templates, deployed with the code that is shipped. */
export class DeployedStack {
  readonly aws: StandInAws;
  readonly outputs: Outputs;
  readonly #lambda: LambdaClient;

  private constructor(aws: StandInAws, outputs: Outputs) {
    this.aws = aws;
    this.outputs = outputs;
    this.#lambda = new LambdaClient(settingsOf(aws));
  }

  static async deploy(aws: StandInAws, parameters: Readonly<Record<string, string>> = {}): Promise<DeployedStack> {
    const { ArtifactBucketName = "" } = await deployTemplate(aws, { template: "artifacts", stack: "artifacts" });
    const { file } = await packageLambda(currentArchitecture());
    const s3 = new S3Client({ ...settingsOf(aws), forcePathStyle: true });
    const Key = basename(file);
    await s3.send(new PutObjectCommand({ Bucket: ArtifactBucketName, Key, Body: await readFile(file) }));
    s3.destroy();
    const outputs = await deployTemplate(aws, {
      template: "collector",
      stack: "Trail-1",
      parameters: {
        ArtifactBucket: ArtifactBucketName,
        ArtifactKey: Key,
        Architecture: currentArchitecture() === "x64" ? "x86_64" : "arm64",
        ...parameters,
      },
    });
    return new DeployedStack(aws, outputs);
  }

  /** Lets the functions trust the simulated Microsoft, which no template can make them do. */
  async trust(simulation: Simulation): Promise<void> {
    for (const output of functionOutputs) {
      const FunctionName = this.output(output);
      const { Environment } = await this.#lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const Variables = { ...Environment?.Variables, NODE_EXTRA_CA_CERTS: simulation.authorityFile };
      await this.#lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  }

  /** Keeps a tenant's credential as the product does. */
  async putCredential(simulation: Simulation, credential: object = { clientSecret: simulation.secret }): Promise<void> {
    const ssm = new SSMClient(settingsOf(this.aws));
    const { tenantId, clientId, endpoints } = simulation;
    await ssm.send(
      new PutParameterCommand({
        Name: `${this.output("ParameterPath")}${tenantId}`,
        Type: "SecureString",
        KeyId: this.output("KeyArn"),
        Overwrite: true,
        Value: JSON.stringify({ tenantId, clientId, cloud: "global", name: "Contoso Ltd", endpoints, ...credential }),
      }),
    );
    ssm.destroy();
  }

  /** Invokes a function and waits for its report. */
  async invoke(output: string, event: object = {}): Promise<Invoked> {
    const answer = await this.#lambda.send(
      new InvokeCommand({ FunctionName: this.output(output), Payload: JSON.stringify(event) }),
    );
    const payload = JSON.parse(answer.Payload?.transformToString() || "null");
    if (answer.FunctionError === undefined) return { report: payload, error: undefined };
    return { report: undefined, error: payload.errorMessage };
  }

  output(name: string): string {
    const value = this.outputs[name];
    if (value === undefined) throw new Error(`The stack has no output ${name}`);
    return value;
  }

  close(): void {
    this.#lambda.destroy();
  }
}

/** What clients of the account's root are made with. */
export function settingsOf({ endpoint, region, rootCredentials }: StandInAws) {
  return { endpoint, region, credentials: rootCredentials };
}
