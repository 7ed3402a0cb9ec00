import { makeS3Client } from "../../../src/aws/clients/s3-client.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { publishManifests } from "../../../src/lake/manifests/publish-manifests.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { S3Storage } from "../../../src/lake/storage/s3/s3-storage.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";
import { type CollectorDeployment, deployCollector, type Outputs } from "./deploy-collector.ts";

/** The templates that are shipped, deployed, with a copy of a lake in the bucket. */
export interface DeployedLake {
  readonly stack: string;
  readonly bucket: string;
  readonly database: string;
  readonly workgroup: string;
  readonly outputs: Outputs;
}

/**
 * Deploys the templates, copies the lake of a folder into the bucket and publishes its manifests, as the collector does.
 *
 * @param root the folder of the lake. Athena looks for its days from the first one on.
 */
export async function deployLake(
  aws: StandInAws,
  root: string,
  deployment: Omit<CollectorDeployment, "stack"> = {},
): Promise<DeployedLake> {
  const stack = "TenantTrail";
  const folder = new FolderStorage(root);
  const paths = await folder.names("");
  const outputs = await deployCollector(aws, {
    ...deployment,
    stack,
    parameters: { HistoryFrom: firstDay(paths), ...deployment.parameters },
  });
  const { BucketName: bucket = "", DatabaseName: database = "", WorkGroupName: workgroup = "" } = outputs;
  const { endpoint, region, rootCredentials: credentials } = aws;
  const client = makeS3Client({ endpoint, region, credentials });
  const storage = new S3Storage(client, { bucket });
  for (const path of paths) {
    const content = await folder.read(path);
    if (content !== undefined) await storage.write(path, content, { ifAbsent: true });
  }
  const lake = new Lake(storage);
  for (const table of tableNames) await publishManifests(lake, table, { addressOf: (path) => storage.locate(path) });
  client.destroy();
  return { stack, bucket, database, workgroup, outputs };
}

function firstDay(paths: readonly string[]): string {
  const days = paths.flatMap((path) => /\/dt=(\d{4}-\d{2}-\d{2})\//.exec(path)?.[1] ?? []);
  return days.sort()[0] ?? "2026-01-01";
}
