import { readFile } from "node:fs/promises";
import { CreateTableCommand } from "@aws-sdk/client-glue";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { AwsClients } from "../../../src/aws/clients/make-clients.ts";
import { parsePartKey } from "../../../src/lake/ledger/day-part.ts";
import type { LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import type { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { manifestPath, manifestText } from "../../../src/lake/manifests/day-manifest.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import { glueColumns, sliceTable } from "../../../src/tables/sql/glue.ts";

/** Puts the slices of a lake in a folder into a bucket, and declares Athena's tables over them as a stack does. */
export async function showSlices(
  look: LedgerLook,
  clients: AwsClients,
  bucket: string,
  database: string,
): Promise<void> {
  await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const [table, { state }] of await look.readAll()) {
    await putTable(look, clients, bucket, table, state);
    await declareTable(clients, bucket, database, table, daysOf(state));
  }
}

async function putTable(
  { lake }: LedgerLook,
  { s3 }: AwsClients,
  bucket: string,
  table: TableName,
  state: LedgerState,
): Promise<void> {
  const put = (Key: string, Body: Buffer | string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  for (const { path } of state.slices.values()) await put(`slices/${path}`, await readFile(lake.storage.fileOf(path)));
  for (const day of daysOf(state))
    await put(
      manifestPath(table, day),
      manifestText(state, day, (path) => `s3://${bucket}/slices/${path}`),
    );
}

function daysOf({ slices }: LedgerState): readonly string[] {
  return [...new Set([...slices.keys()].flatMap((key) => parsePartKey(key)?.day ?? []))].sort();
}

async function declareTable(
  { glue }: AwsClients,
  bucket: string,
  database: string,
  table: TableName,
  days: readonly string[],
): Promise<void> {
  const [first = "2026-11-01"] = days;
  const last = days.at(-1) ?? first;
  await glue.send(
    new CreateTableCommand({
      DatabaseName: database,
      TableInput: {
        Name: sliceTable(table),
        TableType: "EXTERNAL_TABLE",
        PartitionKeys: [{ Name: "dt", Type: "string" }],
        Parameters: {
          EXTERNAL: "TRUE",
          "projection.enabled": "true",
          "projection.dt.type": "date",
          "projection.dt.format": "yyyy-MM-dd",
          "projection.dt.range": `${first},${last}`,
          "projection.dt.interval": "1",
          "projection.dt.interval.unit": "DAYS",
          "storage.location.template": `s3://${bucket}/tables/${table}/dt=\${dt}/`,
        },
        StorageDescriptor: {
          Location: `s3://${bucket}/tables/${table}/`,
          InputFormat: "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
          OutputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
          SerdeInfo: { SerializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
          Columns: glueColumns(table).map(({ Name, Type }) => ({ Name, Type })),
        },
      },
    }),
  );
}
