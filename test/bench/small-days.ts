import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localLakeService } from "../../src/service/local-lake-service.ts";
import { signIn } from "../unit/import/reading.ts";

// Prints what a day with few rows costs on a first import: 10,000 sign-ins over 1,000 days.

const days = 1_000;
const rowsPerDay = 10;
const folder = await mkdtemp(join(tmpdir(), "tenanttrail-bench-"));
try {
  const records = Array.from({ length: days * rowsPerDay }, (_, n) =>
    JSON.stringify(
      signIn(`s${n}`, {
        createdDateTime: new Date(Date.UTC(2023, 0, 1 + (n % days), n % 24, n % 60)).toISOString(),
        userPrincipalName: `user${n % 50}@contoso.example`,
      }),
    ),
  );
  const file = join(folder, "sign-ins.ndjson");
  await writeFile(file, records.join("\n"));
  const service = localLakeService({}, new URL("../../src/entry/import-reader.ts", import.meta.url));
  await service.useConnection({ kind: "folder", path: join(folder, "lake") });
  const [from, processor] = [performance.now(), process.cpuUsage()];
  const { files } = await service.importLogs({ paths: [file] });
  const [ms, { user, system }] = [performance.now() - from, process.cpuUsage(processor)];
  const added = files.reduce((sum, file) => sum + file.added, 0);
  process.stdout.write(
    `${added} sign-ins over ${days} days: ${(ms / 1000).toFixed(1)} s, ${(ms / days).toFixed(1)} ms a slice, ${((user + system) / 1000 / days).toFixed(1)} ms of processor time\n`,
  );
  await service.dispose();
} finally {
  await rm(folder, { recursive: true, force: true });
}
