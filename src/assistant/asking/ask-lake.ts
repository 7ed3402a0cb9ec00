import { TenantTrailError } from "../../protocol/errors.ts";
import type { QueryRequest, ResultSummary, ResultWindow } from "../../protocol/query.ts";
import type { AssistantWorld } from "../assistant-world.ts";

/** A question of an assistant that takes longer is stopped. */
const longestMs = 120_000;
const gigabyte = 1_000_000_000;
/** What an assistant's question may scan on Athena when it does not say. */
export const usualGigabytes = 1;

/** What an engine is asked, on Athena with the lower of the two limits. @param gigabytes what the assistant wants. */
export async function limitedRequest(
  asked: Pick<QueryRequest, "sql" | "params" | "parameters">,
  world: Pick<AssistantWorld, "connection" | "mayScanBytes">,
  gigabytes = usualGigabytes,
): Promise<QueryRequest> {
  const { engine } = await world.connection();
  const mayScanBytes = Math.min(gigabytes * gigabyte, world.mayScanBytes());
  return { ...asked, engine, title: "Asked by an assistant", ...(engine === "athena" && { mayScanBytes }) };
}

/** What the lake answered, and the first of its rows. */
export interface AnsweredQuery {
  readonly summary: ResultSummary;
  /** Fewer than wanted when they are long. */
  readonly rows: ResultWindow["rows"];
}

/** Asks the lake; nothing of the result is held afterwards. @throws as `LakeService.runQuery`, and for what takes too long. */
export async function askLake(
  request: QueryRequest,
  lake: AssistantWorld["lake"],
  mostRows: number,
  signal: AbortSignal,
): Promise<AnsweredQuery> {
  const limit = AbortSignal.timeout(longestMs);
  const summary = await lake.runQuery(request, { signal: AbortSignal.any([signal, limit]) }).catch((error: unknown) => {
    throw limit.aborted && !signal.aborted ? tooLong(error) : error;
  });
  try {
    const { resultId, rowCount } = summary;
    const wanted = Math.min(mostRows, rowCount);
    const window = { resultId, offset: 0, limit: wanted };
    return { summary, rows: wanted === 0 ? [] : (await lake.readWindow(window, { signal })).rows };
  } finally {
    await lake.releaseResult({ resultId: summary.resultId });
  }
}

function tooLong(cause: unknown): TenantTrailError {
  const message = `The query was stopped after ${longestMs / 1000} seconds. Ask for fewer days, or run it in the editor.`;
  return new TenantTrailError("sql-failed", message, { cause });
}
