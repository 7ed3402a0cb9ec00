import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsClients, makeClients } from "../../../src/aws/clients/make-clients.ts";
import { asking } from "../../../src/aws/session/aws-failure.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { QueryRequest, ResultSummary } from "../../../src/protocol/query.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import type { AthenaAccess } from "../../../src/query/athena/athena-access.ts";
import { type AskingAthena, AthenaQueries } from "../../../src/query/athena/athena-queries.ts";
import type { AskedLake } from "../../../src/query/lake-question.ts";
import { askedLake } from "../../../src/service/engines/asked-lake.ts";
import { type AskingDatabase, openAskingDatabase } from "../../../src/service/engines/asking-database.ts";

type Json = Readonly<Record<string, unknown>>;

/** What an operation answers: a body, an error of AWS's as `{ error, message }`, or nothing, for the connection breaks. */
export type Reply = Json | "broken";

/** What a test lets Athena and S3 do. Operations that are not scripted answer as after a query of one row. */
export interface Script {
  readonly GetWorkGroup?: (input: Json) => Reply;
  readonly StartQueryExecution?: (input: Json) => Reply;
  readonly GetQueryExecution?: (input: Json) => Reply;
  readonly GetQueryResults?: (input: Json) => Reply;
  readonly GetQueryRuntimeStatistics?: (input: Json) => Reply;
  readonly StopQueryExecution?: (input: Json) => Reply;
  /** Answers the GET of the result. */
  readonly object?: (from: IncomingMessage, to: ServerResponse) => void;
}

export const bucketWorkgroup = {
  WorkGroup: {
    Name: "analysts",
    State: "ENABLED",
    Configuration: { ResultConfiguration: { OutputLocation: "s3://answers/results/" } },
  },
};

/** A run as GetQueryExecution tells it. */
export function execution(State: string, more: Json = {}): Json {
  return {
    QueryExecution: {
      QueryExecutionId: "one",
      Status: { State, ...more },
      Statistics: { DataScannedInBytes: 12_000_000 },
      ResultConfiguration: { OutputLocation: "s3://answers/results/one.csv" },
    },
  };
}

/** The columns of a result. */
export function metadata(...columns: readonly (readonly [name: string, type: string])[]): Json {
  const ColumnInfo = columns.map(([Name, Type]) => ({ Name, Type }));
  return { ResultSet: { ResultSetMetadata: { ColumnInfo }, Rows: [] } };
}

/** Athena and S3 as a test scripts them, with the SDK's real clients in front. */
export class ScriptedAthena implements AsyncDisposable {
  readonly calls: { readonly operation: string; readonly input: Json }[] = [];
  readonly waits: number[] = [];
  readonly #server: Server;
  readonly #clients: AwsClients;
  readonly #asking: AskingDatabase;
  readonly #folder: string;

  private constructor(server: Server, clients: AwsClients, database: AskingDatabase, folder: string) {
    this.#server = server;
    this.#clients = clients;
    this.#asking = database;
    this.#folder = folder;
  }

  static async start(script: Script): Promise<ScriptedAthena> {
    const server = createServer((from, to) => void answer(script, scripted, from, to));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server got no port.");
    const endpoint = `http://127.0.0.1:${address.port}`;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const clients = makeClients({ endpoint, region: "us-east-1", credentials });
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-athena-"));
    const scripted = new ScriptedAthena(server, clients, await openAskingDatabase([]), folder);
    return scripted;
  }

  get access(): AthenaAccess {
    return { ask: (doing, work) => asking({ who: "profile test" }, doing, () => work(this.#clients)) };
  }

  get results() {
    return this.#asking.results;
  }

  /** Asks a question about an empty lake. */
  async ask(request: QueryRequest, asks: AskingAthena = {}, workgroup = "analysts"): Promise<ResultSummary> {
    const look = new LedgerLook(new Lake(new FolderStorage(this.#folder)));
    return this.askOf(await askedLake(look, Date.now, tableNames, undefined), request, asks, workgroup);
  }

  /** Asks a question about a lake, or about other tables. */
  async askOf(
    lake: AskedLake | undefined,
    request: QueryRequest,
    asks: AskingAthena = {},
    workgroup = "analysts",
  ): Promise<ResultSummary> {
    const queries = new AthenaQueries(this.access, { workgroup, database: "trail" }, this.results, () => false);
    const wait = async (ms: number): Promise<void> => {
      this.waits.push(ms);
    };
    return queries.run(request, lake && (async () => lake), Date.now(), { wait, ...asks });
  }

  /** How often an operation was asked for. */
  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#clients.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#asking.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const usual = {
  GetWorkGroup: () => bucketWorkgroup,
  StartQueryExecution: () => ({ QueryExecutionId: "one" }),
  GetQueryExecution: () => execution("SUCCEEDED"),
  GetQueryResults: () => metadata(["x", "varchar"]),
  GetQueryRuntimeStatistics: () => ({ QueryRuntimeStatistics: {} }),
  StopQueryExecution: () => ({}),
} satisfies Script;

async function answer(script: Script, to: ScriptedAthena, from: IncomingMessage, reply: ServerResponse): Promise<void> {
  const body: Buffer[] = [];
  for await (const piece of from) body.push(piece);
  const target = from.headers["x-amz-target"];
  if (typeof target !== "string") {
    to.calls.push({ operation: "GetObject", input: { range: from.headers.range, url: from.url } });
    (script.object ?? plainObject)(from, reply);
    return;
  }
  const operation = target.split(".")[1] as keyof typeof usual;
  const input: Json = JSON.parse(Buffer.concat(body).toString() || "{}");
  to.calls.push({ operation, input });
  const scriptedReply: (input: Json) => Reply = script[operation] ?? usual[operation];
  const made = scriptedReply(input);
  if (made === "broken") {
    from.socket.destroy();
    return;
  }
  const isError = typeof made["error"] === "string";
  reply.writeHead(isError ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
  reply.end(
    JSON.stringify(isError ? { __type: made["error"], message: made["message"], Message: made["message"] } : made),
  );
}

function plainObject(_: IncomingMessage, to: ServerResponse): void {
  to.end('"x"\n"a"\n');
}
