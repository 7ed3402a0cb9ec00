import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { currentArchitecture, packageLambda } from "../../../scripts/lib/lambda-package.mjs";
import { root } from "../../../scripts/lib/paths.mjs";
import { Deployment } from "../../../src/aws/deploy/deployment.ts";
import { type AwsSession, openAwsSession } from "../../../src/aws/session/aws-session.ts";
import type { StackOutcome } from "../../../src/protocol/aws/stack-changes.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";

/** Keys of a user, or of the account's root. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A stack to make of the templates that are shipped. */
export interface CollectorDeployment {
  readonly stack: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** The functions' code; default: a file that is none, for tests that start no function. */
  readonly code?: string;
}

export type Outputs = Readonly<Record<string, string>>;

/** A session of the product's own. @param keys default: the account's root. */
export function sessionOf(
  { endpoint, region, rootCredentials }: StandInAws,
  keys: Keys = rootCredentials,
): Promise<AwsSession> {
  const credentials = Object.assign(async () => keys, { memoized: true as const });
  return openAwsSession({ region, endpoint }, credentials, {});
}

/** Makes or updates a stack as the product does. @returns its outputs. @throws TenantTrailError `deploy-failed`. */
export async function deployCollector(aws: StandInAws, deployment: CollectorDeployment): Promise<Outputs> {
  const session = await sessionOf(aws);
  try {
    return (await deployIn(session, deployment)).outputs;
  } finally {
    session.close();
  }
}

/** As `deployCollector`, with the rights of whoever has the session. */
export async function deployIn(
  session: AwsSession,
  { stack, parameters = {}, code }: CollectorDeployment,
): Promise<StackOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-code-"));
  const noCode = join(folder, "code.zip");
  await writeFile(noCode, "not really code");
  try {
    const shipped = {
      version: "0.1.0",
      artifactsTemplate: join(root, "infra-templates", "artifacts.yaml"),
      collectorTemplate: join(root, "infra-templates", "collector.yaml"),
      code: code ?? noCode,
    };
    const ignore = (): void => undefined;
    const deployment = new Deployment(
      session,
      shipped,
      { onStep: ignore, onUpload: ignore, onEvent: ignore },
      Date.now,
    );
    return await deployment.execute(await deployment.plan({ stack, parameters }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The code that is shipped, for this machine's processor, and what the template must be told with it. */
export async function builtCode(): Promise<{ readonly code: string; readonly architecture: Outputs }> {
  const { file } = await packageLambda(currentArchitecture());
  return { code: file, architecture: { Architecture: currentArchitecture() === "x64" ? "x86_64" : "arm64" } };
}
