// npm run package:lambda [-- --arch arm64]
import { stat } from "node:fs/promises";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { architectures, currentArchitecture, packageLambda } from "./lib/lambda-package.mjs";
import { actAsCommand } from "./lib/processes.mjs";

const { values } = parseArgs({ options: { arch: { type: "string", default: currentArchitecture() } } });
actAsCommand();
if (!architectures.includes(values.arch))
  throw new Error(`Lambda has no ${values.arch}. There are ${architectures.join(" and ")}.`);
await ensureDependencies();
const { file } = await packageLambda(values.arch);
const { size } = await stat(file);
console.log(`${relative(process.cwd(), file)}: ${(size / 1_000_000).toFixed(1)} MB`);
