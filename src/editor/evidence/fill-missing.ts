import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { EvidencePart } from "../../protocol/evidence/evidence-types.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { InvestigationPart } from "./investigation.ts";

/** What becomes of statements whose rows are held no longer. */
export type MissingChoice = "run" | "leaveOut";

/** Parts whose results are all held or left out by name, and the results that were made for it. */
export interface FilledParts {
  readonly parts: readonly EvidencePart[];
  /** Ids of results that the export alone needs. */
  readonly made: readonly string[];
}

/** The parts that have rows no longer: of results that were let go, and of runs of which only the history tells. */
export async function missingParts(
  lake: Pick<LakeService, "readWindow">,
  parts: readonly InvestigationPart[],
  signal: AbortSignal,
): Promise<ReadonlySet<InvestigationPart>> {
  const missing = new Set<InvestigationPart>();
  for (const each of parts) {
    const { part, again } = each;
    if (part.kind !== "statement" || again === undefined) continue;
    if (part.resultId === undefined || !(await isHeld(lake, part.resultId, signal))) missing.add(each);
  }
  return missing;
}

/**
 * Runs the statements of missing parts again, with the values that they ran with, or leaves them out by name.
 * @throws CancelledError. A statement that fails is left out with what it said.
 */
export async function fillMissing(
  lake: Pick<LakeService, "runQuery" | "releaseResult">,
  parts: readonly InvestigationPart[],
  missing: ReadonlySet<InvestigationPart>,
  choice: MissingChoice,
  { signal, report }: { readonly signal: AbortSignal; report(detail: string): void },
): Promise<FilledParts> {
  const made: string[] = [];
  const filled: EvidencePart[] = [];
  try {
    for (const each of parts) {
      const { part, again } = each;
      if (part.kind !== "statement" || again === undefined || !missing.has(each)) filled.push(part);
      else if (choice === "leaveOut") filled.push(leftOut(part));
      else {
        report(`Running ${part.title}`);
        const { leftOut: before, ...statement } = part;
        try {
          const { resultId } = await lake.runQuery(again, { signal });
          made.push(resultId);
          filled.push({ ...statement, resultId, ...(before?.reason !== "notRun" && { ranAgain: true as const }) });
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

/** A lake process that was started anew holds nothing. */
function isNotThere({ code }: TenantTrailError): boolean {
  return code === "no-such-result" || code === "no-connection" || code === "lake-process-stopped";
}

async function isHeld(lake: Pick<LakeService, "readWindow">, resultId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await lake.readWindow({ resultId, offset: 0, limit: 1 }, { signal });
    return true;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    if (error instanceof TenantTrailError && isNotThere(error)) return false;
    throw error;
  }
}
