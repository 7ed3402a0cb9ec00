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

/** How the slices that an evidence names stand in a lake, and whether its ledger goes on from the entries named. */
export async function compareWithLake(
  look: LedgerLook,
  { statements, slices }: LakeFacts,
  { signal, onProgress }: CallOptions<EvidenceProgress>,
): Promise<EvidenceLake> {
  const reads = statements.flatMap(({ result }) => result?.read ?? []);
  const broken: EvidenceFault[] = [];
  const entries = new Set(reads.flatMap(({ table, entry }) => (entry ? [JSON.stringify({ [table]: entry })] : [])));
  for (const entry of entries) {
    const found = await brokenHeads(JSON.parse(entry) as LakeHeads, (table) => look.lake.ledger(table), signal);
    broken.push(...found.map(({ table, reason }) => ({ file: `_ledger/${table}`, reason })));
  }
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
  return {
    lake: [...new Set(slices.map(({ lake }) => lake))].join(", "),
    isSameLake: broken.length === 0,
    same: slices.length - differing.length,
    differing: [...broken, ...differing],
  };
}
