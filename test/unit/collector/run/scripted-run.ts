import { collect } from "../../../../src/collector/collect.ts";
import { BatchLake } from "../../../../src/collector/run/batch-lake.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";
import { Lake } from "../../../../src/lake/lake.ts";
import { coverageKey, type Segment } from "../../../../src/lake/ledger/coverage.ts";
import type { LedgerState } from "../../../../src/lake/ledger/ledger-state.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import type {
  CollectOutcome,
  CollectProgress,
  CollectRequest,
  SourceId,
  TenantSettings,
} from "../../../../src/protocol/collector.ts";
import { MemorySliceWork } from "../../../simulation/slices/memory-slice-work.ts";
import { clientId, type Script, type Seen, scripted, tenantId } from "../microsoft/scripted-microsoft.ts";

/** A run that asks more often asks for ever. */
const mostRequests = 4_000;

export function settingsOf(source: SourceId): TenantSettings {
  return {
    tenantId,
    clientId,
    name: "contoso.com",
    cloud: "global",
    credentialKind: "secret",
    sources: [source],
    since: "2026-02-20T00:00:00Z",
    floors: {},
  };
}

export interface ScriptedRun {
  readonly outcome: CollectOutcome;
  readonly state: LedgerState;
  readonly covered: readonly Segment[];
  /** The requests of this run. */
  readonly seen: readonly Seen[];
  readonly progress: readonly CollectProgress[];
  /** Collects once more into the same lake. */
  readonly again: (after: { readonly afterMs: number; readonly request?: CollectRequest }) => Promise<ScriptedRun>;
}

/** A run over a fresh lake of one source, which is broken off when it goes on asking for ever. */
export async function scriptedRun(
  source: SourceId,
  script: Script,
  request: CollectRequest = {},
  settings: TenantSettings = settingsOf(source),
): Promise<ScriptedRun> {
  const forEver = new AbortController();
  const { microsoft, clock, seen } = scripted((each, n) => {
    if (n > mostRequests) forEver.abort();
    return script(each, n);
  });
  const storage = new MemoryStorage();
  const time = { now: () => clock.now(), sleep: clock.sleep.bind(clock), random: () => 0.5 };
  const lake = new BatchLake(new Lake(storage, time), new MemorySliceWork(storage), async () => undefined);
  const progress: CollectProgress[] = [];
  const run = async (request: CollectRequest) => {
    const options = { request, signal: forEver.signal, onProgress: (each: CollectProgress) => progress.push(each) };
    const outcome = await collect({ settings, microsoft, lake, clock }, options);
    const state = await lake.state(logSources[source].table);
    return { outcome, state, covered: state.coverage.get(coverageKey(tenantId, source)) ?? [] };
  };
  const again = async ({
    afterMs,
    request: wanted = request,
  }: {
    readonly afterMs: number;
    readonly request?: CollectRequest;
  }): Promise<ScriptedRun> => {
    await clock.sleep(afterMs);
    const before = seen.length;
    const ended = await run(wanted);
    return { ...ended, seen: seen.slice(before), progress, again };
  };
  return { ...(await run(request)), seen, progress, again };
}
