import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { assistantTools } from "../assistant/assistant-tools.ts";
import { isRecord, parsedJson } from "../base/json-record.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { LakeService } from "../protocol/service/lake-service.ts";
import { folderWorld } from "./folder-world.ts";
import { readQueries } from "./read-queries.ts";
import { mcpServer } from "./tools-server.ts";

const usage = `Usage: node mcp-server.mjs --lake FOLDER [--queries FOLDER]...

Offers TenantTrail's tools for assistants over standard input and output (Model Context Protocol). It reads the lake in
FOLDER and writes nothing into it. --queries names folders of saved queries of your own, beside those that are shipped.`;

/** What serves: the core, the folder of the extension, and who is told of failures that no client can be told of. */
interface Serving {
  readonly lake: LakeService;
  readonly extension: URL;
  readonly report: (error: unknown) => void;
}

/**
 * Serves one client over standard input and output.
 * @returns what ends it; it ends by itself when the client goes away. Undefined when only help was asked for.
 * @throws TenantTrailError for arguments that do not fit, and a lake that cannot be opened.
 */
export async function serveMcp(
  given: readonly string[],
  { lake, extension, report }: Serving,
): Promise<(() => Promise<void>) | undefined> {
  const { help, folder, queries } = readOptions(given);
  if (help || folder === undefined) {
    if (!help) throw new TenantTrailError("bad-argument", usage);
    process.stdout.write(`${usage}\n`);
    return undefined;
  }
  refuseCloud(folder);
  const folders = [fileURLToPath(new URL("sql/", extension)), ...queries];
  const world = folderWorld(lake, folder, (signal) => readQueries(folders, report, signal));
  await world.connection();
  const version = await versionOf(extension);
  const handle = serveStdio(() => mcpServer(assistantTools, world, version), { onerror: report });
  return () => handle.close();
}

function readOptions(given: readonly string[]) {
  const options = {
    lake: { type: "string" },
    queries: { type: "string", multiple: true },
    help: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...given], options });
    return { help: values.help ?? false, folder: values.lake, queries: values.queries ?? [] };
  } catch (cause) {
    throw new TenantTrailError("bad-argument", usage, { cause });
  }
}

/** Athena costs money, and nobody can be asked here. */
function refuseCloud(lake: string): void {
  if (!/^(?:s3|https?|arn):/i.test(lake)) return;
  throw new TenantTrailError(
    "bad-argument",
    "This server reads lakes in folders alone. A query on AWS costs money and needs a person's consent, for which it cannot ask: use the tools in VS Code for a lake on AWS.",
  );
}

async function versionOf(extension: URL): Promise<string> {
  const manifest = parsedJson(await readFile(new URL("package.json", extension), "utf8"));
  return isRecord(manifest) ? String(manifest["version"]) : "unknown";
}
