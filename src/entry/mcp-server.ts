import { keepFilesPrivate } from "../lake/storage/private-files.ts";
import { serveMcp } from "../mcp/serve-mcp.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { localLakeService } from "../service/local-lake-service.ts";
import { removeAbandonedFolders } from "../service/temporary-folder.ts";

keepFilesPrivate();
const lake = localLakeService({}, undefined, undefined, report);
try {
  // Bundled, this file lies in the extension's `dist/`.
  const close = await serveMcp(process.argv.slice(2), { lake, extension: new URL("../", import.meta.url), report });
  if (close !== undefined) {
    removeAbandonedFolders().catch(report);
    const end = (): void => {
      close()
        .then(() => lake.dispose())
        .then(
          () => process.exit(0),
          () => process.exit(1),
        );
    };
    process.stdin.once("end", end);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  }
} catch (error) {
  report(error);
  process.exitCode = 2;
}

/** Standard output belongs to the protocol. */
function report(error: unknown): void {
  const told = error instanceof TenantTrailError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${told}\n`);
}
