import type { JsonRecord } from "../../src/base/json-record.ts";
import { logSources } from "../../src/lake/collecting/log-sources.ts";
import type { StagedRow } from "../../src/lake/slices/staging.ts";
import type { SourceId } from "../../src/protocol/collector.ts";
import { identifyRecord } from "../../src/tables/shapes/identify.ts";
import type { Collector, CollectorRun } from "./simulation.ts";

/** What a careless collector does wrong. */
export type Fault = "covers-first" | "skips-rows" | "claims-too-far-back" | "moves-times";

/**
 * A collector that reads everything that is offered again every time: hopeless in practice, and right. With a fault
 * it is wrong, which shows that the harness notices.
 */
export function rereadingCollector(fault?: Fault): Collector {
  return async (run) => {
    for (const source of run.tenant.scheduled.sources) await readAll(run, source, fault);
  };
}

async function readAll(run: CollectorRun, source: SourceId, fault: Fault | undefined): Promise<void> {
  const { tenant, process, server, lake } = run;
  const { table } = logSources[source];
  const offers = await process.effect(async () => {
    const atMs = server.clock.now();
    const floorMs = tenant.truth.floor(source, atMs);
    return { atMs, floorMs, rows: tenant.truth.offersIn(source, floorMs, atMs, atMs) };
  });
  await process.clock.sleep(2_000);
  if (offers.floorMs === Number.POSITIVE_INFINITY) return;
  const reach = fault === "claims-too-far-back" ? 60 * 86_400_000 : 0;
  const fromMs = Math.max(0, Math.ceil(offers.floorMs) - reach);
  const windows = [
    {
      tenantId: tenant.truth.tenantId,
      source,
      from: new Date(fromMs).toISOString(),
      to: new Date(offers.atMs).toISOString(),
      at: new Date(offers.atMs).toISOString(),
      fetched: 0,
      added: 0,
      updated: 0,
      late: 0,
      requests: 1,
      throttledMs: 0,
      elapsedMs: 0,
    },
  ];
  const rows = offers.rows
    .map((offer, index) => rowOf(source, offer.raw, index + 1, tenant.truth.tenantId, offers.atMs))
    .filter((_, index) => fault !== "skips-rows" || index % 7 !== 3)
    .map((row) =>
      fault === "moves-times" ? { ...row, eventTimeMs: row.eventTimeMs + run.random.below(3_600_000) } : row,
    );
  const batch = { table, inputs: new Map([[1, "request"]]), failures: [], expectedRowsPerDay: 0 };
  if (fault === "covers-first") await lake.commit({ ...batch, rows: [], windows: () => windows });
  await lake.commit({ ...batch, rows, windows: () => windows });
}

function rowOf(source: SourceId, raw: string, line: number, tenantId: string, observedMs: number): StagedRow {
  const { table, rowSource } = logSources[source];
  const identity = identifyRecord(table, rowSource, JSON.parse(raw) as JsonRecord);
  if ("rejected" in identity) throw new Error(`A simulated record ${identity.rejected}`);
  const { key, eventTimeMs, timeIsApproximate } = identity;
  return {
    input: 1,
    line,
    table,
    tenantId,
    key,
    eventTimeMs,
    source: rowSource,
    timeIsApproximate,
    observedMs,
    late: false,
    raw,
  };
}
