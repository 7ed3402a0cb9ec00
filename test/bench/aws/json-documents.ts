import { CreateTableCommand } from "@aws-sdk/client-glue";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { AwsClients } from "../../../src/aws/clients/make-clients.ts";

/** The columns that are asked for, as the documents have them. */
const fields = {
  id: "string",
  userPrincipalName: "string",
  ipAddress: "string",
  appDisplayName: "string",
  clientAppUsed: "string",
  conditionalAccessStatus: "string",
  status: "struct<errorCode:int>",
  location: "struct<countryOrRegion:string>",
} as const;

const table = "documents";

/** What stands before a question over the documents, so that its `signins` are theirs. */
export const signinsOfDocuments = `WITH signins AS (SELECT ${Object.keys(fields).join(", ")}, dt FROM ${table} CROSS JOIN UNNEST(value) AS t(${Object.keys(fields).join(", ")})) `;

/** Puts one JSON document a day into a bucket, as Graph answers (`value`), and declares a table over them. Answers the bytes. */
export async function putDocuments(
  { s3, glue }: AwsClients,
  database: string,
  days: ReadonlyMap<string, readonly unknown[]>,
): Promise<number> {
  const bucket = "documents";
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  let bytes = 0;
  for (const [day, value] of days) {
    const Body = Buffer.from(JSON.stringify({ value }));
    bytes += Body.length;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `signins/dt=${day}/signins.json`, Body }));
  }
  const struct = Object.entries(fields)
    .map(([name, type]) => `${name}:${type}`)
    .join(",");
  const names = [...days.keys()].sort();
  await glue.send(
    new CreateTableCommand({
      DatabaseName: database,
      TableInput: {
        Name: table,
        TableType: "EXTERNAL_TABLE",
        PartitionKeys: [{ Name: "dt", Type: "string" }],
        Parameters: {
          EXTERNAL: "TRUE",
          "projection.enabled": "true",
          "projection.dt.type": "date",
          "projection.dt.format": "yyyy-MM-dd",
          "projection.dt.range": `${names[0]},${names.at(-1)}`,
          "projection.dt.interval": "1",
          "projection.dt.interval.unit": "DAYS",
          "storage.location.template": `s3://${bucket}/signins/dt=\${dt}/`,
        },
        StorageDescriptor: {
          Location: `s3://${bucket}/signins/`,
          InputFormat: "org.apache.hadoop.mapred.TextInputFormat",
          OutputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
          SerdeInfo: { SerializationLibrary: "org.openx.data.jsonserde.JsonSerDe" },
          Columns: [{ Name: "value", Type: `array<struct<${struct}>>`.toLowerCase() }],
        },
      },
    }),
  );
  return bytes;
}
