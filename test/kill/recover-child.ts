import { writeSync } from "node:fs";
import { localLakeService } from "../../src/service/local-lake-service.ts";

/** Recovers a lake's unnamed rows: `recover-child.ts LAKE`. A line says that it is about to begin, the next what it did. */
const [lake = ""] = process.argv.slice(2);
const service = localLakeService();
await service.useConnection({ kind: "folder", path: lake });
writeSync(1, `${JSON.stringify({ ready: true })}\n`);
const outcome = await service.recoverRows({});
writeSync(1, `${JSON.stringify(outcome)}\n`);
await service.dispose();
