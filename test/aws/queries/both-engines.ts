import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { QueryRequest, ResultSummary } from "../../../src/protocol/query.ts";
import type { LakeService } from "../../../src/protocol/service/lake-service.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { deployLake } from "../deploy/deployed-lake.ts";
import { settingsOf } from "../deploy/deployed-stack.ts";
import { startAws } from "../stand-in/start-aws.ts";
import { askAthena } from "./ask-athena.ts";

const rowsAtOnce = 1000;

/** What an engine answers, as a view shows it. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly engine: string;
  /** What of the days was read, and the values that it ran with. */
  readonly asked: Pick<ResultSummary, "coverage" | "params" | "simulated">;
}

/**
 * One lake, opened as a person opens it: from its folder on this machine, and by a connection to the deployed stack with
 * a copy of it, whose queries run on Athena.
 */
export interface BothEngines extends AsyncDisposable {
  readonly local: (request: QueryRequest) => Promise<Answer>;
  readonly athena: (request: QueryRequest) => Promise<Answer>;
  /** Asks Athena without the product, as its console does. @returns the rows, each value as text. */
  readonly console: (sql: string) => Promise<readonly (readonly (string | undefined)[])[]>;
}

/** @param root the folder of the lake. */
export async function bothEngines(root: string): Promise<BothEngines> {
  await using open = new AsyncDisposableStack();
  const aws = await startAws({ athena: true });
  open.defer(() => aws.stop());
  const { stack, database, workgroup } = await deployLake(aws, root);
  const { accessKeyId, secretAccessKey } = aws.rootCredentials;
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-profile-"));
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const [config, keys] = [join(folder, "config"), join(folder, "credentials")];
  await writeFile(config, "");
  await writeFile(keys, `[analyst]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`);
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  process.env["AWS_CONFIG_FILE"] = config;
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = keys;
  const [onAws, inFolder] = [localLakeService(), localLakeService()];
  open.defer(() => onAws.dispose());
  open.defer(() => inFolder.dispose());
  const { endpoint, region } = aws;
  await onAws.useConnection({ kind: "aws", profile: "analyst", region, stack, endpoint });
  await inFolder.useConnection({ kind: "folder", path: root });
  const all = open.move();
  return {
    local: (request) => answerOf(inFolder, request),
    athena: (request) => answerOf(onAws, request),
    console: (sql) => askAthena(settingsOf(aws), { workgroup, database }, sql),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function answerOf(service: LakeService, request: QueryRequest): Promise<Answer> {
  const { resultId, columns, rowCount, engine, coverage, params, simulated } = await service.runQuery(request);
  const rows: string[] = [];
  while (rows.length < rowCount) {
    const window = await service.readWindow({ resultId, offset: rows.length, limit: rowsAtOnce });
    rows.push(...window.rows.map((row) => JSON.stringify(row)));
  }
  await service.releaseResult({ resultId });
  const asked = { coverage, params, simulated };
  return { columns: columns.map((column) => JSON.stringify(column)), rows, engine, asked };
}
