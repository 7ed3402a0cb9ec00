import { parseArgs } from "node:util";
import { keepFilesPrivate } from "../lake/storage/private-files.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { makeSampleLake } from "../service/sample-lake.ts";

const usage = "Usage: cli.mjs sample WORKSPACE";

/** Runs one command; answers its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [command, workspace] = positionals;
  if (command !== "sample" || workspace === undefined) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  try {
    const importReader = new URL("./import-reader.mjs", import.meta.url);
    await makeSampleLake(workspace, (line) => process.stdout.write(`${line}\n`), importReader);
    return 0;
  } catch (error) {
    if (!(error instanceof TenantTrailError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

keepFilesPrivate();
process.exitCode = await main(process.argv.slice(2));
