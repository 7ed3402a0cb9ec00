import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MeasuredRuns } from "../../../src/aws/deploy/monthly-price.ts";
import { emptyLedger } from "../../../src/lake/ledger/ledger-state.ts";
import { choosePartCount } from "../../../src/lake/ledger/part-count.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { importLogs } from "../../../src/service/importing/import-run.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { s3ClientOver } from "../../simulation/s3/s3-handler.ts";
import { S3Rest } from "../../simulation/s3/s3-rest.ts";
import { SimulatedBucket } from "../../simulation/s3/simulated-bucket.ts";

const day = "2026-11-02";
const dayMs = 86_400_000;
const runsADay = 96;
/** What the sample tenant makes of sign-ins at scale 1, roughly. */
const rowsAtScaleOne = 45_000;

/** What a run that brings rows took. */
export interface BusyRun extends Pick<MeasuredRuns, "busy" | "bytesARow"> {
  readonly rows: number;
  readonly seconds: number;
  /** Of one event as Microsoft gives it. */
  readonly jsonBytes: number;
}

/**
 * The rows of a quarter of an hour, merged into the part of the day that they belong to, which holds half of its rows
 * already: with DuckDB, over S3 in memory.
 */
export async function busyRun(eventsADay: number): Promise<BusyRun> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-cost-"));
  const bucket = new SimulatedBucket("logs");
  const rest = new S3Rest(bucket);
  let [reads, writes] = [0, 0];
  const client = s3ClientOver((request) => {
    // S3 charges a list like a write.
    if (request.method === "HEAD" || (request.method === "GET" && !("list-type" in request.query))) reads += 1;
    else writes += 1;
    return rest.answer(request);
  });
  try {
    const lake = openS3Lake({ client, place: { bucket: "logs" }, folder: join(folder, "slices") });
    const parts = choosePartCount(day, eventsADay, new Map());
    await lake.append("signins", emptyLedger, () => ({ kind: "claim", parts: { [day]: parts } }));
    const rows = Math.max(1, Math.round(eventsADay / runsADay));
    const before = Math.max(1, Math.round(eventsADay / parts / 2));
    const [held, fresh] = [join(folder, "held.ndjson"), join(folder, "fresh.ndjson")];
    const bytes = await writeSignIns(
      [
        { path: held, rows: before },
        { path: fresh, rows },
      ],
      dayMs / parts,
    );
    await importLogs(lake, { paths: [held], tenantId: sampleTenantId }, {});
    [reads, writes] = [0, 0];
    const from = performance.now();
    await importLogs(lake, { paths: [fresh], tenantId: sampleTenantId }, {});
    const seconds = (performance.now() - from) / 1000;
    const slices = bucket.keys().filter((key) => key.startsWith("slices/signins/"));
    const largest = Math.max(...slices.map((key) => bucket.get(key)?.bytes.length ?? 0));
    return {
      rows,
      seconds,
      busy: { reads, writes },
      bytesARow: largest / (before + rows),
      jsonBytes: bytes / (before + rows),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes sign-ins of the sample tenant, file after file, with times in the first part of the day. Answers the bytes. */
async function writeSignIns(
  files: readonly { readonly path: string; readonly rows: number }[],
  partMs: number,
): Promise<number> {
  const total = files.reduce((sum, { rows }) => sum + rows, 0);
  const events = sampleEvents({ scale: Math.max(1, (total * 1.2) / rowsAtScaleOne) });
  const step = Math.max(1, Math.floor(partMs / (total + 1)));
  let [written, bytes] = [0, 0];
  for (const { path, rows } of files) {
    const file = createWriteStream(path);
    for (let left = rows; left > 0; ) {
      const next = events.next();
      if (next.done) throw new Error("The sample tenant has too few sign-ins");
      if (next.value.table !== "signins") continue;
      const createdDateTime = new Date(Date.parse(day) + Math.min(written * step, partMs - 1)).toISOString();
      const line = `${JSON.stringify({ ...next.value.record, createdDateTime })}\n`;
      bytes += line.length;
      written += 1;
      left -= 1;
      if (!file.write(line)) await once(file, "drain");
    }
    file.end();
    await once(file, "finish");
  }
  return bytes;
}
