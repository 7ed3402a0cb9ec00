import type { MessageConnection } from "vscode-jsonrpc/node";
import { t } from "../../base/translated.ts";
import type { DashboardPageRequests, DashboardTile } from "../../protocol/dashboard/dashboard-page.ts";
import { CancelledError } from "../../protocol/errors.ts";
import { resolveRange } from "../../protocol/relative-days.ts";
import type { NextStep } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { answerRequest } from "../../rpc/answer-request.ts";
import type { Connections } from "../connections/connections.ts";
import { requireTrust } from "../platform/trust.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import { estimateWords } from "../queries/lenses/estimate-words.ts";
import { commandIds } from "../registry/command-ids.ts";
import type { LakeChanges } from "./lake-changes.ts";
import type { TileQueries } from "./tile-queries.ts";

type Method = keyof DashboardPageRequests;
type Params<Name extends Method> = DashboardPageRequests[Name]["params"];
type Result<Name extends Method> = DashboardPageRequests[Name]["result"];

/** What answers the dashboard. */
export interface DashboardRequestParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly engines: EngineChoice;
  readonly queries: TileQueries;
  readonly changes: LakeChanges;
  readonly tiles: () => readonly DashboardTile[];
  /** @throws TenantTrailError `bad-argument` for what is no tile. */
  readonly tileOf: (id: string) => DashboardTile;
  /** Hears what a failure that is shown offers to do. */
  readonly onStep: (step: NextStep) => void;
}

/** One range of days for all tiles: what is held of these together counts. */
const heldOf = "SELECT dt FROM signins UNION ALL SELECT dt FROM audits UNION ALL SELECT dt FROM activity";

const importLogs = { label: t("Import logs"), command: commandIds.importLogs };
const collect = { label: t("Collect logs"), command: commandIds.collect };
const invoke = { label: t("Collect now"), command: commandIds.invokeCollector };

/** Answers what the dashboard asks; what it still waits for when it closes is cancelled. */
export function answerDashboardRequests(connection: MessageConnection, parts: DashboardRequestParts): void {
  const { lake, connections, queries, changes, tiles, tileOf, onStep } = parts;
  const closed = new AbortController();
  connection.onDispose(() => closed.abort(new CancelledError()));
  const answer = <Name extends Method>(
    method: Name,
    handler: (params: Params<Name>, signal: AbortSignal) => Promise<Result<Name>>,
  ): void => {
    answerRequest(connection, method, (params: Params<Name>, signal) =>
      handler(params, AbortSignal.any([signal, closed.signal])),
    );
  };
  answer("period", async ({ days }, signal) => {
    await connections.require();
    // The tiles are asked only after it is known what is held before them.
    const [held] = await Promise.all([lake.heldDays({ sql: heldOf }, { signal }), changes.begin(signal)]);
    const found = { days: resolveRange(days, held) };
    if (held.last !== undefined) return found;
    const offers = connections.current?.connection.kind === "aws" ? [invoke] : [importLogs, collect];
    for (const step of offers) onStep(step);
    return { ...found, offers };
  });
  answer("estimate", async ({ filters }, signal) => ({
    words: estimateWords(await queries.estimates(tiles(), filters, signal)),
  }));
  answer("runTile", async ({ tile, filters }, signal) => {
    requireTrust(t("Running a query"));
    const outcome = await queries.run(tileOf(tile), filters, signal);
    if (outcome.kind === "failed" && outcome.action) onStep(outcome.action);
    return outcome;
  });
  answer("chartData", (request, signal) => lake.chartData(request, { signal }));
  answer("readWindow", (request, signal) => lake.readWindow(request, { signal }));
}
