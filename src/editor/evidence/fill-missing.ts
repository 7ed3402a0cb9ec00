import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { EvidencePart } from "../../protocol/evidence/evidence-types.ts";
import type { QueryRequest } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { withinLimit } from "../queries/athena-limit.ts";
import type { InvestigationPart } from "./investigation.ts";

/** What becomes of statements whose rows are held no longer. */
export type MissingChoice = "run" | "leaveOut";

/** Parts whose results are all held or left out by name, and the results that were made for it. */
export interface FilledParts {
  readonly parts: readonly EvidencePart[];
  /** Ids of results that the export alone needs. */
  readonly made: readonly string[];
}

/** Which parts have their rows. */
export interface HeldParts {
  /** Those that have none: of results that were let go, and of runs of which only the history tells. */
  readonly missing: ReadonlySet<InvestigationPart>;
  /** Lets go of the results of the others, which until then make room for none that is run again. */
  release(): Promise<void>;
}

/** @param isPinned which results a person has pinned: they stay so. */
export async function holdParts(
  lake: Pick<LakeService, "pinResult">,
  parts: readonly InvestigationPart[],
  isPinned: (resultId: string) => boolean,
): Promise<HeldParts> {
  const missing = new Set<InvestigationPart>();
  const pinned: string[] = [];
  for (const each of parts) {
    const { part, again } = each;
    if (part.kind !== "statement" || again === undefined) continue;
    const { resultId } = part;
    if (resultId !== undefined && (await setPinned(lake, resultId, true))) pinned.push(resultId);
    else missing.add(each);
  }
  const release = async (): Promise<void> => {
    for (const resultId of pinned) if (!isPinned(resultId)) await setPinned(lake, resultId, false);
  };
  return { missing, release };
}

/**
 * Runs the statements of missing parts again, with the values that they ran with, or leaves them out by name.
 * @throws CancelledError, also when a person does not let one run that is too expensive. A statement that fails is left out with what it said.
 */
export async function fillMissing(
  lake: Pick<LakeService, "runQuery" | "pinResult" | "releaseResult">,
  parts: readonly InvestigationPart[],
  missing: ReadonlySet<InvestigationPart>,
  choice: MissingChoice,
  { signal, report }: { readonly signal: AbortSignal; report(detail: string): void },
): Promise<FilledParts> {
  const made: string[] = [];
  const filled: EvidencePart[] = [];
  try {
    for (const each of parts) {
      const { part, again, lake: before } = each;
      if (part.kind !== "statement" || again === undefined || !missing.has(each)) filled.push(part);
      else if (choice === "leaveOut") filled.push(leftOut(part));
      else {
        report(t("Running {0}", part.title));
        const { leftOut: reason, ...statement } = part;
        const ranAgain = reason?.reason !== "notRun" && { ranAgain: true as const };
        try {
          const { resultId, lake: now } = await withinLimit(again, (asked: QueryRequest) =>
            lake.runQuery(asked, { signal }),
          );
          made.push(resultId);
          // More may be run than are held at once.
          await lake.pinResult({ resultId, isPinned: true });
          filled.push({ ...statement, resultId, ...ranAgain, ...otherLake(part.remark, before, now) });
        } catch (error) {
          if (!(error instanceof TenantTrailError)) throw error;
          const { resultId: _, ...rest } = statement;
          filled.push({ ...rest, leftOut: { reason: "failed", message: error.message } });
        }
      }
    }
    return { parts: filled, made };
  } catch (error) {
    for (const resultId of made) await lake.releaseResult({ resultId });
    throw error;
  }
}

function leftOut(part: Extract<EvidencePart, { kind: "statement" }>): EvidencePart {
  const { resultId: _, ...statement } = part;
  return { ...statement, leftOut: part.leftOut ?? { reason: "noLongerHeld" } };
}

/** Rows of another lake are another answer, which must be seen beside it. */
function otherLake(remark: string | undefined, before: string | undefined, now: string): { readonly remark?: string } {
  if (before === undefined || before === now) return {};
  const words = `The rows that were shown before were read from another lake, ${before}. Those here are of ${now}.`;
  return { remark: remark === undefined ? words : `${remark} ${words}` };
}

/** A lake process that was started anew holds nothing. */
function isNotThere({ code }: TenantTrailError): boolean {
  return code === "no-such-result" || code === "no-connection" || code === "lake-process-stopped";
}

/** Pins a result or lets go of it. @returns whether it is there. */
async function setPinned(lake: Pick<LakeService, "pinResult">, resultId: string, isPinned: boolean): Promise<boolean> {
  try {
    await lake.pinResult({ resultId, isPinned });
    return true;
  } catch (error) {
    if (error instanceof TenantTrailError && isNotThere(error)) return false;
    throw error;
  }
}
