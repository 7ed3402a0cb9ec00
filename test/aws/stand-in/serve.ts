// node serve.ts LAKE FOLDER: an AWS with the stack deployed over a copy of the lake, for npm start -- --aws. Into the
// folder go the AWS files of a profile that reaches it.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { actAsCommand } from "../../../scripts/lib/processes.mjs";
import { deployLake } from "../deploy/deployed-lake.ts";
import { startAws } from "./start-aws.ts";

actAsCommand();
const [, , lake, folder] = process.argv;
if (lake === undefined || folder === undefined) throw new Error("A lake and a folder are needed.");
console.log("Starting the stand-in for AWS…");
const aws = await startAws({ athena: true });
console.log("Deploying the stack and copying the sample lake into its bucket…");
const { stack, bucket } = await deployLake(aws, lake, { Schedule: "1 day" });
const profile = "stand-in";
const { accessKeyId, secretAccessKey } = aws.rootCredentials;
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, "config"),
  `[profile ${profile}]\nregion = ${aws.region}\nendpoint_url = ${aws.endpoint}\n`,
);
await writeFile(
  join(folder, "credentials"),
  `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
);
const { endpoint, region } = aws;
console.log(`Ready: ${JSON.stringify({ profile, region, stack, endpoint, bucket })}`);
