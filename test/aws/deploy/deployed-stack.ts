import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Simulation } from "../../../scripts/lib/simulation.mjs";
import type { FunctionReport } from "../../../src/protocol/aws/function-report.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";
import { builtCode, deployCollector, type Outputs } from "./deploy-collector.ts";

const functionOutputs = ["SignInsFunctionName", "AuditsFunctionName", "RiskFunctionName", "ActivityFunctionName"];

/** How an invocation ended whose end was waited for. */
export interface Invoked {
  readonly report: FunctionReport | undefined;
  /** The message of a run that failed. */
  readonly error: string | undefined;
}

/** A stack whose functions have the code that is shipped, and collect from a simulated Microsoft. */
export class DeployedStack {
  readonly aws: StandInAws;
  readonly outputs: Outputs;
  readonly #lambda: LambdaClient;

  constructor(aws: StandInAws, outputs: Outputs) {
    this.aws = aws;
    this.outputs = outputs;
    this.#lambda = new LambdaClient(settingsOf(aws));
  }

  /** @param parameters beside those of the code. */
  static async deploy(aws: StandInAws, parameters: Outputs = {}): Promise<DeployedStack> {
    const { code, architecture } = await builtCode();
    const outputs = await deployCollector(aws, {
      stack: "Trail-1",
      code,
      parameters: { ...architecture, ...parameters },
    });
    return new DeployedStack(aws, outputs);
  }

  /**
   * Lets the functions trust simulated Microsofts, which no template can make them do.
   *
   * @param authorities a PEM file.
   */
  async trust(authorities: string): Promise<void> {
    for (const output of functionOutputs) {
      const FunctionName = this.output(output);
      const { Environment } = await this.#lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const Variables = { ...Environment?.Variables, NODE_EXTRA_CA_CERTS: authorities };
      await this.#lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  }

  /** Keeps a tenant's credential as the product does. */
  async putCredential(simulation: Simulation, credential: object = { clientSecret: simulation.secret }): Promise<void> {
    const ssm = new SSMClient(settingsOf(this.aws));
    const { tenantId, tenantName: name, clientId, endpoints } = simulation;
    await ssm.send(
      new PutParameterCommand({
        Name: `${this.output("ParameterPath")}${tenantId}`,
        Type: "SecureString",
        KeyId: this.output("KeyArn"),
        Overwrite: true,
        Value: JSON.stringify({ tenantId, clientId, cloud: "global", name, endpoints, ...credential }),
      }),
    );
    ssm.destroy();
  }

  /** Adds to a tenant's credential that the product has kept. */
  async addToCredential(tenantId: string, more: object): Promise<void> {
    const ssm = new SSMClient(settingsOf(this.aws));
    const Name = `${this.output("ParameterPath")}${tenantId}`;
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    const Value = JSON.stringify({ ...JSON.parse(Parameter?.Value ?? ""), ...more });
    await ssm.send(
      new PutParameterCommand({ Name, Value, Type: "SecureString", KeyId: this.output("KeyArn"), Overwrite: true }),
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
