import type { IncomingMessage, ServerResponse } from "node:http";
import { type Engine, startEngine } from "../engine/engine.ts";
import { readAll, type Upstream } from "../forward.ts";
import { type Answer, checkCaller } from "../mini-stack.ts";
import { signedFor } from "../signed-for.ts";
import { described, statistics } from "./execution.ts";
import { Executions } from "./executions.ts";
import type { StartInput } from "./input.ts";
import { mustSatisfy, Refusal } from "./refusal.ts";
import { type ResultsInput, resultsPage } from "./results-page.ts";
import { startQuery } from "./start-query.ts";

/** What an operation is given. */
interface Asked {
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Refuses, unless the caller may do this in the workgroup. */
  readonly inWorkGroup: (name: string) => Promise<Engine>;
}

type Operation = (asked: Asked) => Promise<Record<string, unknown>>;

/** Athena's part about queries, over a Trino. All else of Athena (workgroups, named queries) is MiniStack's. */
export class Athena {
  readonly executions = new Executions();
  readonly #trino: string;
  readonly #upstream: Upstream;
  readonly #engines = new Map<string, Promise<Engine>>();
  readonly #operations: ReadonlyMap<string, Operation>;

  constructor(trino: string, upstream: Upstream) {
    this.#trino = trino;
    this.#upstream = upstream;
    this.#operations = new Map<string, Operation>([
      ["StartQueryExecution", (asked) => this.#start(asked)],
      ["GetQueryExecution", (asked) => this.#get(asked)],
      ["BatchGetQueryExecution", (asked) => this.#batchGet(asked)],
      ["GetQueryResults", (asked) => this.#results(asked)],
      ["GetQueryRuntimeStatistics", (asked) => this.#statistics(asked)],
      ["StopQueryExecution", (asked) => this.#stop(asked)],
      ["ListQueryExecutions", (asked) => this.#list(asked)],
    ]);
  }

  /** The operation of Athena's that a request is for, when it is answered here. */
  operationOf(from: IncomingMessage): string | undefined {
    const [service, operation] = String(from.headers["x-amz-target"] ?? "").split(".");
    if (service !== "AmazonAthena" || operation === undefined) return undefined;
    return this.#operations.has(operation) ? operation : undefined;
  }

  async answer(operation: string, from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = await readAll(from);
    const run = this.#operations.get(operation);
    if (run === undefined) throw new Error(`${operation} is not answered here.`);
    const { accessKeyId = "", region = "us-east-1" } = signedFor(from) ?? {};
    const inWorkGroup = async (name: string): Promise<Engine> => {
      const resource = `arn:aws:athena:${region}:000000000000:workgroup/${name}`;
      const checked = await checkCaller(this.#upstream, from, body, `athena:${operation}`, resource);
      if ("refusal" in checked) throw new Denied(checked.refusal);
      return await this.#engineOf(accessKeyId, region);
    };
    try {
      const input: Readonly<Record<string, unknown>> = JSON.parse(body.toString());
      send(to, 200, await run({ region, input, inWorkGroup }));
    } catch (error) {
      if (error instanceof Refusal) send(to, 400, error.body());
      else if (error instanceof Denied) {
        to.writeHead(error.answer.status, { "content-type": "application/x-amz-json-1.1" });
        to.end(error.answer.body);
      } else send(to, 500, { __type: "InternalServerException", Message: String(error) });
    }
  }

  /** Cancels what runs, and takes the catalogs away. */
  async stop(): Promise<void> {
    for (const execution of this.executions.running()) execution.stop.abort();
    for (const engine of this.#engines.values()) await (await engine.catch(() => undefined))?.stop();
  }

  async #start({ input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const started = input as unknown as StartInput;
    const engine = await inWorkGroup(started.WorkGroup ?? "primary");
    return { QueryExecutionId: await startQuery(this.executions, this.#upstream, engine, started) };
  }

  async #get({ input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const execution = this.executions.get(input["QueryExecutionId"]);
    await inWorkGroup(execution.workGroup);
    return { QueryExecution: described(execution, this.executions.toldState(execution)) };
  }

  async #batchGet({ input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const ids = (input["QueryExecutionIds"] ?? []) as readonly string[];
    mustSatisfy(ids.length >= 1 && ids.length <= 50, "queryExecutionIds", "have length between 1 and 50");
    const found = ids.flatMap((id) => this.executions.find(id) ?? []);
    for (const workGroup of new Set(found.map((execution) => execution.workGroup))) await inWorkGroup(workGroup);
    return {
      QueryExecutions: found.map((execution) => described(execution, this.executions.toldState(execution))),
      UnprocessedQueryExecutionIds: ids
        .filter((id) => this.executions.find(id) === undefined)
        .map((QueryExecutionId) => ({
          QueryExecutionId,
          ErrorCode: "INVALID_INPUT",
          ErrorMessage: `QueryExecution ${QueryExecutionId} was not found`,
        })),
    };
  }

  async #results({ input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const execution = this.executions.get(input["QueryExecutionId"]);
    await inWorkGroup(execution.workGroup);
    return resultsPage(execution, input as ResultsInput);
  }

  async #statistics({ input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const execution = this.executions.get(input["QueryExecutionId"]);
    await inWorkGroup(execution.workGroup);
    return { QueryRuntimeStatistics: statistics(execution) };
  }

  async #stop({ input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const execution = this.executions.get(input["QueryExecutionId"]);
    await inWorkGroup(execution.workGroup);
    execution.stop.abort();
    return {};
  }

  async #list({ region, input, inWorkGroup }: Asked): Promise<Record<string, unknown>> {
    const workGroup = String(input["WorkGroup"] ?? "primary");
    await inWorkGroup(workGroup);
    const size = Number(input["MaxResults"] ?? 50);
    mustSatisfy(size >= 0 && size <= 50, "maxResults", "have value less than or equal to 50");
    const ids = this.executions.idsOf(region, workGroup);
    const from = Number(input["NextToken"] ?? 0);
    return {
      QueryExecutionIds: ids.slice(from, from + size),
      ...(from + size < ids.length && { NextToken: String(from + size) }),
    };
  }

  async #engineOf(accessKeyId: string, region: string): Promise<Engine> {
    const key = `${accessKeyId} ${region}`;
    const engine = this.#engines.get(key) ?? startEngine(this.#trino, this.#upstream, accessKeyId, region);
    this.#engines.set(key, engine);
    return await engine;
  }
}

/** The caller may not, as MiniStack words it. */
class Denied extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("The caller was refused.");
    this.answer = answer;
  }
}

function send(to: ServerResponse, status: number, body: Record<string, unknown>): void {
  to.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  to.end(JSON.stringify(body));
}
