import { type AwsClients, makeClients } from "../../../src/aws/clients/make-clients.ts";
import { asking } from "../../../src/aws/session/aws-failure.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { QueryRequest } from "../../../src/protocol/query.ts";
import type { Engine } from "../../../src/query/engine.ts";
import { AthenaEngine } from "../../../src/service/engines/athena-engine.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import { deployLake } from "../deploy/deployed-lake.ts";
import { startAws } from "../stand-in/start-aws.ts";

const rowsAtOnce = 1000;

/** What an engine answers, as a view shows it. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** One lake, asked on this machine from its folder, and in Athena from a copy in the bucket of a deployed stack. */
export interface BothEngines extends AsyncDisposable {
  readonly local: (request: QueryRequest) => Promise<Answer>;
  readonly athena: (request: QueryRequest) => Promise<Answer>;
}

/** @param root the folder of the lake. */
export async function bothEngines(root: string): Promise<BothEngines> {
  await using open = new AsyncDisposableStack();
  const aws = await startAws({ athena: true });
  open.defer(() => aws.stop());
  const { database, workgroup } = await deployLake(aws, root);
  const { endpoint, region, rootCredentials: credentials } = aws;
  const clients: AwsClients = makeClients({ endpoint, region, credentials });
  open.defer(() => clients.close());
  const look = new LedgerLook(new Lake(new FolderStorage(root)));
  const local = new LocalEngine(look, Date.now);
  open.defer(() => local.close());
  const athena = new AthenaEngine({
    access: { ask: (doing, work) => asking({ who: "profile test" }, doing, () => work(clients)) },
    place: { workgroup, database },
    look,
    now: Date.now,
  });
  open.defer(() => athena.close());
  const all = open.move();
  return {
    local: (request) => answerOf(local, request),
    athena: (request) => answerOf(athena, request),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function answerOf(engine: Engine, request: QueryRequest): Promise<Answer> {
  const { resultId, columns, rowCount } = await engine.ask(request);
  const results = await engine.results();
  const rows: string[] = [];
  while (rows.length < rowCount) {
    const window = await results.readWindow({ resultId, offset: rows.length, limit: rowsAtOnce });
    rows.push(...window.rows.map((row) => JSON.stringify(row)));
  }
  return { columns: columns.map((column) => JSON.stringify(column)), rows };
}
