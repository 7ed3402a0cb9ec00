import type { LeftOutResult } from "../../../protocol/evidence/evidence-types.ts";
import type { ReadTable } from "../../../protocol/evidence/result-origin.ts";
import type { ResultSummary } from "../../../protocol/query.ts";
import type { SliceStanding } from "./evidence-facts.ts";

const reasons: Readonly<Record<LeftOutResult["reason"], string>> = {
  notRun: "The statement was not run.",
  noLongerHeld: "Its rows were held no longer, and it was not run again.",
  failed: "The statement failed.",
  cancelled: "The statement was cancelled.",
  running: "The statement was still running.",
  interrupted: "The statement was interrupted when its window was reloaded or closed.",
};

/** Why a statement has no result. */
export function leftOutSentence({ reason, message, ran }: LeftOutResult): string {
  const when = ran === undefined ? "" : ` It ran at ${ran.at}${rowsWords(ran.rowCount)}.`;
  return `${reasons[reason]}${message === undefined ? "" : ` ${message}`}${when}`;
}

function rowsWords(rows: number | undefined): string {
  return rows === undefined ? "" : ` and had ${rows} row${rows === 1 ? "" : "s"}`;
}

export const standingWords: Readonly<Record<SliceStanding, string>> = {
  same: "in the lake, same bytes",
  replaced: "replaced by a later merge",
  gone: "named by the ledger, file missing",
  changed: "other bytes than the ledger says",
  unknown: "not known to the open lake",
};

/** What has changed under a result since it was read, in sentences. */
export function changedSince(
  read: readonly ReadTable[],
  standing: ReadonlyMap<string, SliceStanding>,
): readonly string[] {
  return read.flatMap(({ table, slices }) => {
    const of = (wanted: SliceStanding): number =>
      slices.filter(({ path }) => (standing.get(path) ?? "unknown") === wanted).length;
    const [replaced, gone, changed, unknown] = [of("replaced"), of("gone"), of("changed"), of("unknown")];
    return [
      ...(replaced > 0
        ? [`${table}: ${slicesWere(replaced)} replaced since by later merges; the same statement may find more now.`]
        : []),
      ...(gone > 0 ? [`${table}: ${slicesWere(gone)} deleted since, although the ledger names them.`] : []),
      ...(changed > 0
        ? [`${table}: ${slicesWere(changed)} changed since: the files have other bytes than the ledger says.`]
        : []),
      ...(unknown > 0
        ? [`${table}: ${slicesWere(unknown)} not found in the open lake, so whether they changed is unknown.`]
        : []),
    ];
  });
}

function slicesWere(count: number): string {
  return count === 1 ? "1 slice was" : `${count} slices were`;
}

/** What an engine cannot tell of what it read, in sentences. */
export function untoldWords(
  engine: ResultSummary["engine"],
  read: readonly ReadTable[] | undefined,
): readonly string[] {
  if (read === undefined) return ["Which files were read is not known: the connection has no ledger of TenantTrail's."];
  const damaged = read.filter(({ entry, slices }) => entry === undefined && slices.length > 0);
  return [
    ...(engine === "athena"
      ? [
          "Athena does not tell which objects it read. The slices are those that the ledger named when the statement was sent, and Athena reads what was published of it by then.",
        ]
      : []),
    ...damaged.map(
      ({ table }) => `The ledger of ${table} was damaged: its slices have digests, and no entry is named.`,
    ),
  ];
}
