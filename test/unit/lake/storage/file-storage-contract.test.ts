import { join } from "node:path";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { lakeFolder } from "../../../lake/commit/temporary-lake.ts";
import { SimulatedLakeBucket } from "../../../simulation/s3/simulated-lake-bucket.ts";
import { testFileStorage } from "./file-storage-contract.ts";

testFileStorage("folder", async (context) => new FolderStorage(await lakeFolder(context)));
testFileStorage("S3", async (context) =>
  new SimulatedLakeBucket().fileStorage(join(await lakeFolder(context), "made", "when needed")),
);
testFileStorage("S3 with pages of two", async (context) =>
  new SimulatedLakeBucket({ pageKeys: 2 }).fileStorage(await lakeFolder(context)),
);
