import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord, parsedJson } from "../../base/json-record.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Shipped } from "./deployment.ts";

/** The functions' processor, as the template calls it. */
export type Architecture = "arm64" | "x86_64";

/** What ships, and for which processor its code was built. */
export interface FoundFiles extends Shipped {
  readonly architecture: Architecture;
}

/** Where the code lies: in the package, or where `npm run package:lambda` puts it in a checkout. */
const codeFolders = [["dist", "lambda"], ["out"]] as const;
const codeName = /^lambda-(arm64|x64)\.[0-9a-f]+\.zip$/;

/**
 * Finds what this version of TenantTrail deploys. Where there is code for both processors, the cheaper one is taken.
 *
 * @param extension the extension's own folder.
 * @throws TenantTrailError `deploy-failed` when the functions' code is missing.
 */
export async function findShipped(extension: string): Promise<FoundFiles> {
  const manifest = parsedJson(await readFile(join(extension, "package.json"), "utf8"));
  const version = isRecord(manifest) ? String(manifest["version"]) : "";
  const template = (name: string): string => join(extension, "infra-templates", name);
  for (const folder of codeFolders) {
    const path = join(extension, ...folder);
    const names = await readdir(path).catch(() => []);
    const [name] = names.filter((each) => codeName.test(each)).sort();
    if (name === undefined) continue;
    return {
      version,
      artifactsTemplate: template("artifacts.yaml"),
      collectorTemplate: template("collector.yaml"),
      code: join(path, name),
      architecture: codeName.exec(name)?.[1] === "x64" ? "x86_64" : "arm64",
    };
  }
  throw new TenantTrailError(
    "deploy-failed",
    "This copy of TenantTrail comes without the functions' code. Install it from its package, or make the code with: npm run package:lambda",
  );
}
