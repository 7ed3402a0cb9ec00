import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { sampleEvents } from "../../src/sample-tenant/events.ts";

/** Sign-ins that the sample tenant makes in 30 days at scale 1, roughly. */
const rowsAtScaleOne = 50_000;

/** Writes sign-ins of the sample tenant as NDJSON, once; 30 days whatever the number. Answers the bytes. */
export async function writeSignIns(path: string, rows: number): Promise<number> {
  const known = await stat(path).catch(() => undefined);
  if (known !== undefined) return known.size;
  const file = createWriteStream(path);
  let written = 0;
  const stride = Math.max(1, Math.floor((rowsAtScaleOne * 1.05) / rows));
  let seen = 0;
  for (const { table, record } of sampleEvents({ scale: Math.max(1, (rows * 1.05) / rowsAtScaleOne) })) {
    if (table !== "signins") continue;
    seen += 1;
    if (seen % stride !== 0 || written === rows) continue;
    written += 1;
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  return (await stat(path)).size;
}
