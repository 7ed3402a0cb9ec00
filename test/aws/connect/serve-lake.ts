import { appendFile, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AthenaClient, CreateWorkGroupCommand } from "@aws-sdk/client-athena";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { root } from "../../../scripts/lib/paths.mjs";
import { dayMs } from "../../../src/base/time-units.ts";
import { importLogs } from "../../../src/service/importing/import-run.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { Unavailable } from "../stand-in/install/unavailable.ts";
import { startAws } from "../stand-in/start-aws.ts";
import { ScriptedTrino } from "./scripted-trino.ts";
import { makeSmallStack } from "./small-stack.ts";

/** Exit code of a machine that lacks what the AWS of the tests is made of. */
const lacking = 3;

/** Serves an AWS with a stack whose lake holds the published samples, and ends with its standard input. */
async function main(): Promise<void> {
  await using trino = await ScriptedTrino.start();
  const aws = await startAws({ athena: trino.address });
  try {
    const { endpoint, region, rootCredentials: credentials } = aws;
    const { bucket, alarm } = await makeSmallStack(aws, "contoso-logs");
    await new AthenaClient({ endpoint, region, credentials }).send(
      new CreateWorkGroupCommand({
        Name: "contoso-logs",
        Configuration: { ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` } },
      }),
    );
    const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-served-"));
    const lake = openS3Lake({ client, place: { bucket }, folder });
    const samples = (await readdir(join(root, "samples"))).filter((name) => name.endsWith(".jsonl"));
    await importLogs(lake, { paths: samples.map((name) => join(root, "samples", name)) }, {});
    for (let days = 0; days < 150; days++) {
      const day = new Date(Date.parse("2026-11-20") - days * dayMs).toISOString().slice(0, 10);
      const object = { Bucket: bucket, Key: `firewall/dt=${day}/part-0.parquet`, Body: "x".repeat(days * 1000) };
      await client.send(new PutObjectCommand({ ...object, StorageClass: days < 30 ? "STANDARD" : "STANDARD_IA" }));
    }
    const reason = { StateReason: "Threshold crossed: no datapoints were received", StateValue: "ALARM" } as const;
    const cloudWatch = new CloudWatchClient({ endpoint, region, credentials });
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: alarm, ...reason }));
    aws.gateway.quickSight.dashboards = [
      { id: "failed-sign-ins", name: "Failed sign-ins by address", parameters: ["ipAddress", "userPrincipalName"] },
      { id: "risky-users", name: "Risky users", parameters: ["userPrincipalName"] },
      { id: "spend", name: "Spend of the month" },
    ];
    const config = join(folder, "config");
    await writeFile(config, `[profile contoso]\nregion = ${region}\nendpoint_url = ${endpoint}\n`);
    await appendFile(config, "[profile expired]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n");
    await appendFile(config, "[sso-session corp]\nsso_start_url = https://sso.example\nsso_region = us-east-1\n");
    const keys = join(folder, "credentials");
    const { accessKeyId, secretAccessKey } = credentials;
    await writeFile(
      keys,
      `[contoso]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    process.stdout.write(`${JSON.stringify({ endpoint, region, bucket, config, keys })}\n`);
    // How many calls of an operation were made, for each line that asks it.
    for await (const line of createInterface(process.stdin)) {
      const { count } = JSON.parse(line) as { readonly count: string };
      const made = aws.gateway.calls.filter(({ operation }) => operation === count).length;
      process.stdout.write(`${JSON.stringify({ failure: null, made })}\n`);
    }
  } finally {
    await aws.stop();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = lacking;
}
