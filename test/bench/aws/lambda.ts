// What a run of the functions' code costs: loading it, a first run with rows, and a quiet one, each in a new process.
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { currentArchitecture, stageLambda } from "../../../scripts/lib/lambda-package.mjs";
import { findNode } from "../../../scripts/lib/node.mjs";
import { startSimulation } from "../../../scripts/lib/simulation.mjs";
import { callArtifact, lockPlace } from "../../aws/deploy/artifact-process.ts";
import { settingsOf } from "../../aws/deploy/deployed-stack.ts";
import { startAws } from "../../aws/stand-in/start-aws.ts";

const path = "/tenanttrail/bench/tenants/";
const folder = await mkdtemp(join(tmpdir(), "tenanttrail-lambda-"));
await stageLambda(currentArchitecture(), join(folder, "code"));
const place = await lockPlace(folder);
const small = { scale: 1, users: 50, days: 3, mood: "calm", speed: 1, ports: [0, 0, 0], verbose: false };
const [aws, simulation] = await Promise.all([startAws(), startSimulation(await findNode(), folder, small)]);
try {
  await new S3Client({ ...settingsOf(aws), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "bench" }));
  const { tenantId, clientId, endpoints, secret } = simulation;
  await new SSMClient(settingsOf(aws)).send(
    new PutParameterCommand({
      Name: `${path}${tenantId}`,
      Type: "SecureString",
      Value: JSON.stringify({ tenantId, clientId, cloud: "global", endpoints, clientSecret: secret }),
    }),
  );
  for (const run of ["first", "second", "quiet"]) {
    const before = aws.gateway.calls.length;
    const { report, error, loadMs, runMs, peakMB } = await callArtifact(place, {
      environment: {
        AWS_REGION: aws.region,
        AWS_ACCESS_KEY_ID: aws.rootCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.rootCredentials.secretAccessKey,
        AWS_ENDPOINT_URL: aws.endpoint,
        NODE_EXTRA_CA_CERTS: simulation.authorityFile,
        TENANTTRAIL_BUCKET: "bench",
        TENANTTRAIL_FUNCTION: "activity",
        TENANTTRAIL_PARAMETER_PATH: path,
        TENANTTRAIL_STACK: "bench",
      },
      remainingMs: 60_000,
    });
    if (report?.state !== "collected") throw new Error(error ?? `The run is ${report?.state}`);
    const [table] = report.outcome.tables;
    const seconds = `load ${(loadMs / 1000).toFixed(1)} s, run ${(runMs / 1000).toFixed(1)} s`;
    const calls = aws.gateway.calls.length - before;
    console.log(
      `activity, ${run} run: ${seconds}, peak ${peakMB} MB, ${calls} requests to AWS, ${report.outcome.requests} to Microsoft, ${table?.added} rows, ${table?.remaining} windows left`,
    );
  }
} finally {
  await Promise.all([aws.stop(), simulation.stop()]);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  await rm(folder, { recursive: true, force: true });
}
