import type { FetchedRecord, Page, ReadContext, WindowEnd } from "../../../../src/collector/sources/read-window.ts";
import { readerOf } from "../../../../src/collector/sources/readers.ts";
import type { TenantMemory } from "../../../../src/collector/sources/tenant-memory.ts";
import type { CollectFilter, SourceId } from "../../../../src/protocol/collector.ts";
import { RememberedTenant } from "./remembered-tenant.ts";

/** What a reader gave. */
export interface Collected {
  readonly pages: readonly Page[];
  readonly records: readonly FetchedRecord[];
  readonly ids: readonly unknown[];
  readonly end: WindowEnd;
}

/** Reads a window to its end. */
export async function collected(
  { microsoft, clock }: Pick<ReadContext, "microsoft" | "clock">,
  source: SourceId,
  from: string,
  to: string,
  more: { filter?: CollectFilter; signal?: AbortSignal; memory?: TenantMemory } = {},
): Promise<Collected> {
  const window = { source, fromMs: Date.parse(from), toMs: Date.parse(to) };
  const pages: Page[] = [];
  const reader = readerOf(source)(window, { microsoft, clock, memory: new RememberedTenant(), ...more });
  let step = await reader.next();
  while (step.done !== true) {
    pages.push(step.value);
    step = await reader.next();
  }
  const records = pages.flatMap((page) => page.records);
  const ids = records.map(({ record }) => record?.["id"] ?? record?.["Id"]);
  return { pages, records, ids, end: step.value };
}
