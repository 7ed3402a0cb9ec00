// node serve.ts LAKE FOLDER: an AWS with the stack deployed over a copy of the lake, for npm start -- --aws, and a
// simulated Microsoft, from which the stack's schedules collect another tenant. Into the folder go the AWS files of a
// profile that reaches it.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findNode } from "../../../scripts/lib/node.mjs";
import { actAsCommand } from "../../../scripts/lib/processes.mjs";
import { startSimulation } from "../../../scripts/lib/simulation.mjs";
import { builtCode } from "../deploy/deploy-collector.ts";
import { deployLake } from "../deploy/deployed-lake.ts";
import { DeployedStack } from "../deploy/deployed-stack.ts";
import { startAws } from "./start-aws.ts";

actAsCommand();
const [, , lake, folder] = process.argv;
if (lake === undefined || folder === undefined) throw new Error("A lake and a folder are needed.");
await mkdir(folder, { recursive: true });
console.log("Starting the stand-in for AWS and a simulated Microsoft…");
const [aws, simulation] = await Promise.all([
  startAws({ athena: true }),
  startSimulation(await findNode(), join(folder, "simulated"), {
    scale: 0.5,
    users: 50,
    days: 7,
    mood: "calm",
    speed: 100,
    ports: [0, 0, 0],
    verbose: false,
    // The lake's own tenant is in the bucket already.
    tenant: { id: "5a3f1e00-c0de-4a11-8000-51b0a7ed0002", name: "Fabrikam (simulated)", seed: 2 },
  }),
]);
console.log("Deploying the stack with the functions' code, and copying the sample lake into its bucket…");
const { code, architecture } = await builtCode();
const { stack, bucket, outputs } = await deployLake(aws, lake, { code, parameters: architecture });
const deployed = new DeployedStack(aws, outputs);
await deployed.trust(simulation.authorityFile);
await deployed.putCredential(simulation);
deployed.close();
console.log(`It collects ${simulation.tenantName} every 15 minutes, and at once by "Collect now".`);
const profile = "stand-in";
const { accessKeyId, secretAccessKey } = aws.rootCredentials;
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
