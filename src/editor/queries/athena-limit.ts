import { workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { QueryRequest } from "../../protocol/query.ts";
import { settingIds } from "../registry/settings.ts";
import { askInDialog } from "../shown/messages.ts";

const gigabyte = 1_000_000_000;
const usualGigabytes = 100;

/** What a query on Athena may scan, in bytes, before a person is asked. */
export function athenaLimitBytes(): number {
  return workspace.getConfiguration().get<number>(settingIds.athenaAskOverGigabytes, usualGigabytes) * gigabyte;
}

/**
 * Runs a question; where it may scan more than the limit, or nobody knows, a person is asked whether to run it all the
 * same. A request with a limit of its own was agreed to beforehand: nobody is asked, and over it the question fails.
 * @throws CancelledError when it is not to run; what `run` throws.
 */
export async function withinLimit<Result>(
  request: QueryRequest,
  run: (request: QueryRequest) => Promise<Result>,
): Promise<Result> {
  const { mayScanBytes: agreed, ...unlimited } = request;
  if (agreed !== undefined) return run(Number.isFinite(agreed) ? request : unlimited);
  if (request.engine !== "athena") return run(request);
  try {
    return await run({ ...request, mayScanBytes: athenaLimitBytes() });
  } catch (error) {
    if (!(error instanceof TenantTrailError) || error.code !== "too-expensive") throw error;
    const detail = t("{0}\n\nThe limit is the setting {1}.", error.message, settingIds.athenaAskOverGigabytes);
    const answer = await askInDialog("warning", t("Run this query on Athena?"), detail, [t("Run it")]);
    if (answer === undefined) throw new CancelledError();
    return run(request);
  }
}
