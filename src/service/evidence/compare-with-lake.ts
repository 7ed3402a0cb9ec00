import { brokenHeads } from "../../lake/ledger/broken-heads.ts";
import type { LedgerLook } from "../../lake/ledger-look.ts";
import type { EvidenceFault, EvidenceLake, EvidenceProgress } from "../../protocol/evidence/evidence-types.ts";
import type { LakeHeads } from "../../protocol/ledger-heads.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";
import { tableNames } from "../../protocol/tables.ts";
import type { SliceStanding } from "../../query/evidence/facts/evidence-facts.ts";
import type { LakeFacts } from "../../query/evidence/read-facts.ts";
import { sliceStanding } from "./slice-standing.ts";

const words: Readonly<Record<Exclude<SliceStanding, "same">, string>> = {
  replaced: "A later merge replaced it: its rows are in another slice now.",
  gone: "The ledger names it, and its file is not there.",
  changed: "Its file has other bytes than it had.",
  unknown: "The open lake's ledger names nothing in its part of the day.",
};

/**
 * How the slices that an evidence names stand in a lake, and whether its ledger goes on from the entries named. Of an
 * evidence over several lakes only those slices are compared whose ledger goes on in this one; where none does, all are.
 */
export async function compareWithLake(
  look: LedgerLook,
  { statements, slices: all }: LakeFacts,
  { signal, onProgress }: CallOptions<EvidenceProgress>,
): Promise<EvidenceLake> {
  const lakes = [...new Set(all.map(({ lake }) => lake))];
  const faults = new Map<string, readonly EvidenceFault[] | undefined>();
  for (const lake of lakes) faults.set(lake, await ledgerFaults(look, lake, statements, signal));
  const own = lakes.filter((lake) => faults.get(lake)?.length === 0);
  const compared = lakes.length > 1 && own.length > 0 ? own : lakes;
  const slices = all.filter(({ lake }) => compared.includes(lake));
  const broken = compared.flatMap((lake) => faults.get(lake) ?? []);
  const read = tableNames.map((table) => ({ table, slices: slices.filter((slice) => slice.table === table) }));
  const standing = await sliceStanding(
    look,
    read.filter((each) => each.slices.length > 0),
    signal,
    (done, total) => onProgress?.({ doing: "Reading the slices", done, total }),
  );
  const differing = slices.flatMap(({ path }) => {
    const stands = standing.get(path) ?? "unknown";
    return stands === "same" ? [] : [{ file: path, reason: words[stands] }];
  });
  const others = lakes.filter((lake) => !compared.includes(lake));
  return {
    lake: compared.join(", "),
    ...(others.length > 0 && { elsewhere: { lakes: others, slices: all.length - slices.length } }),
    isSameLake: broken.length === 0,
    same: slices.length - differing.length,
    differing: [...broken, ...differing],
  };
}

/** Where a ledger does not go on from the entries that statements over one lake name; undefined when they name none. */
async function ledgerFaults(
  look: LedgerLook,
  lake: string,
  statements: LakeFacts["statements"],
  signal: AbortSignal | undefined,
): Promise<readonly EvidenceFault[] | undefined> {
  const reads = statements.flatMap(({ result }) => (result?.lake === lake ? (result.read ?? []) : []));
  const entries = new Set(reads.flatMap(({ table, entry }) => (entry ? [JSON.stringify({ [table]: entry })] : [])));
  if (entries.size === 0) return undefined;
  const faults: EvidenceFault[] = [];
  for (const entry of entries) {
    const found = await brokenHeads(JSON.parse(entry) as LakeHeads, (table) => look.lake.ledger(table), signal);
    faults.push(...found.map(({ table, reason }) => ({ file: `_ledger/${table}`, reason })));
  }
  return faults;
}
