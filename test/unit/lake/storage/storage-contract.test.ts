import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import { S3Storage } from "../../../../src/lake/storage/s3/s3-storage.ts";
import { lakeFolder } from "../../../lake/commit/temporary-lake.ts";
import { s3ClientOver } from "../../../simulation/s3/s3-handler.ts";
import { S3Rest } from "../../../simulation/s3/s3-rest.ts";
import { SimulatedBucket } from "../../../simulation/s3/simulated-bucket.ts";
import { testStorage } from "./storage-contract.ts";

/** @param pageKeys few, so that every list has second pages. */
async function s3(pageKeys: number, prefix?: string): Promise<S3Storage> {
  const rest = new S3Rest(new SimulatedBucket("logs"), pageKeys);
  return new S3Storage(
    s3ClientOver((request) => rest.answer(request)),
    {
      bucket: "logs",
      ...(prefix !== undefined && { prefix }),
    },
  );
}

testStorage("memory", async () => new MemoryStorage());
testStorage("folder", async (context) => new FolderStorage(await lakeFolder(context)));
testStorage("S3", () => s3(1_000));
testStorage("S3 with pages of two", () => s3(2));
testStorage("S3 below a prefix", () => s3(3, "security/logs/"));
