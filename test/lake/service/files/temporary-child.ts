import { TemporaryFolder } from "../../../../src/service/temporary-folder.ts";

// Makes a temporary folder, says where, and lives until it is killed.
const folder = await TemporaryFolder.make("results", process.argv[2]);
process.stdout.write(`${folder.path}\n`);
setInterval(() => undefined, 60_000);
