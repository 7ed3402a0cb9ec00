import { serveMcp } from "../../../src/mcp/serve-mcp.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";

/** What `src/entry/mcp-server.ts` does, from the sources. */
const lake = localLakeService();
const extension = new URL("../../../", import.meta.url);
try {
  const close = await serveMcp(process.argv.slice(2), { lake, extension, report: console.error });
  process.stdin.once("end", () => void close?.().then(() => lake.dispose()));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
