import { writeSync } from "node:fs";
import { localLakeService } from "../../src/service/local-lake-service.ts";

/**
 * Imports files into a lake and prints a line of JSON for each import that ended: `import-child.ts LAKE TENANT GROUP…`,
 * where a group is the files of one import, joined with `|`. The first line says that the import is about to begin.
 */
const [lake = "", tenantId = "", ...groups] = process.argv.slice(2);
const service = localLakeService();
await service.useConnection({ kind: "folder", path: lake });
writeSync(1, `${JSON.stringify({ ready: true })}\n`);
for (const group of groups) {
  const paths = group.split("|");
  const { files } = await service.importLogs({ paths, tenantId });
  // Written at once, so that a kill cannot take back what was reported.
  writeSync(1, `${JSON.stringify({ paths, files })}\n`);
}
await service.dispose();
