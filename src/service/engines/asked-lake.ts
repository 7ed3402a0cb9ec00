import { minuteMs } from "../../base/time-units.ts";
import { answerCoverage } from "../../lake/collecting/answer-coverage.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import { listTenants } from "../../lake/collecting/tenant-settings.ts";
import { emptyLedger } from "../../lake/ledger/ledger-state.ts";
import type { LedgerLook, Looked } from "../../lake/ledger-look.ts";
import { slicesByTable } from "../../lake/log-days.ts";
import type { SourceId } from "../../protocol/collector.ts";
import type { ReadTable } from "../../protocol/evidence/result-origin.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { AskedLake } from "../../query/lake-question.ts";
import { tenantNames } from "../tenant-names.ts";

/** The lake as it is now, of some tables: their slices, and what of their days was read. */
export async function askedLake(
  look: LedgerLook,
  now: () => number,
  tables: readonly TableName[],
  signal: AbortSignal | undefined,
): Promise<AskedLake> {
  const { lake } = look;
  const looking = look.readAll(signal, tables);
  const [looked, tenants, left] = await Promise.all([
    looking,
    listTenants(lake.storage),
    look.left(looking, tables, minuteMs, signal),
  ]);
  const nameOf = tenantNames(tenants);
  return {
    name: lake.storage.locate(""),
    slices: slicesByTable(lake, looked),
    nowMs: now(),
    readOf: (chosen, paths) => chosen.map((table) => readTable(table, looked.get(table), paths)),
    coverage: ({ signInKinds, ...asked }) => {
      const { state, damage } = looked.get(asked.table) ?? { state: emptyLedger };
      const sources = signInKinds && sourcesOfKinds(signInKinds);
      return answerCoverage(
        { ...asked, ...(sources && { sources }) },
        {
          state,
          isDamaged: damage !== undefined,
          unnamedDays: left.flatMap(({ part }) => (part.table === asked.table ? [part.day] : [])),
          // A damaged ledger no longer says what was read, so nothing is known of what is held.
          tenants: damage === undefined ? tenants : [],
          nameOf,
          nowMs: now(),
        },
      );
    },
  };
}

/** Of a damaged ledger the slices are known, but no entry that can be named. */
function readTable(table: TableName, looked: Looked | undefined, paths: ReadonlySet<string>): ReadTable {
  const { state, damage } = looked ?? { state: emptyLedger };
  const slices = [...state.slices.values()].filter(({ path }) => paths.has(path));
  return {
    table,
    ...(damage === undefined && state.head !== null && { entry: { n: state.n, sha256: state.head } }),
    slices: slices.map(({ path, sha256, bytes, rows, n }) => ({ path, sha256, bytes, rows, n })),
  };
}

/** The slices of some tables as they are now, for what is reckoned from them alone: nobody is told what was read. */
export async function heldLake(
  look: LedgerLook,
  now: () => number,
  tables: readonly TableName[],
  signal: AbortSignal | undefined,
): Promise<AskedLake> {
  const { lake } = look;
  const looked = await look.readAll(signal, tables);
  const nowMs = now();
  return { name: lake.storage.locate(""), slices: slicesByTable(lake, looked), nowMs, coverage: () => [] };
}

/** The sources of some kinds of sign-in; the v1.0 API offers interactive ones only (graph.md §2.1). */
function sourcesOfKinds(kinds: readonly string[]): ReadonlySet<SourceId> {
  const sources = Object.values(logSources).map(({ id }) => id);
  return new Set(
    sources.filter((id) =>
      kinds.some((kind) => id === `signIns.${kind}` || (id === "signIns.v1.0" && kind === "interactiveUser")),
    ),
  );
}
