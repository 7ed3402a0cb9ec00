import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Athena } from "./athena/athena.ts";
import { forward, readAll, type Upstream } from "./forward.ts";
import { answerFault, type Interfere } from "./interference.ts";
import { callerOf, type EvaluatedAlarm, evaluateAlarms, type PolicyCheck, policyChecks } from "./mini-stack.ts";
import { callOf, type RecordedCall } from "./recorded-calls.ts";
import { QuickSight } from "./services/quick-sight.ts";
import { WebIdentity } from "./services/web-identity.ts";
import { signedFor } from "./signed-for.ts";

/** One address for all of AWS: what MiniStack does not know, or does differently, is answered here. */
export class Gateway {
  /** Undefined without a Trino. */
  readonly athena: Athena | undefined;
  readonly quickSight: QuickSight;
  readonly webIdentity = new WebIdentity();
  /** What a test does to calls on their way. */
  interfere: Interfere | undefined;
  /** Every request that came and was answered, in the order of the answers. */
  readonly calls: RecordedCall[] = [];
  readonly #upstream: Upstream;
  readonly #server = createServer((from, to) => {
    this.#answer(from, to).catch(() => to.destroy());
  });

  private constructor(miniStackPort: number, trino: string | undefined) {
    this.#upstream = { port: miniStackPort, agent: new Agent({ keepAlive: true }) };
    this.athena = trino === undefined ? undefined : new Athena(trino, this.#upstream);
    this.quickSight = new QuickSight(this.#upstream);
  }

  /**
   * Listens on a free loopback port.
   *
   * @param trino the address of a Trino, which answers Athena's queries.
   */
  static async start(miniStackPort: number, trino: string | undefined): Promise<Gateway> {
    const gateway = new Gateway(miniStackPort, trino);
    gateway.#server.listen(0, "127.0.0.1");
    await once(gateway.#server, "listening");
    return gateway;
  }

  get endpoint(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The gateway got no port.");
    return `http://127.0.0.1:${address.port}`;
  }

  /** The ARN of the user, or of the session of a role, that has a key. */
  async callerOf(accessKeyId: string): Promise<string> {
    return await callerOf(this.#upstream, accessKeyId);
  }

  /** What callers were allowed or denied since the start, each once. */
  async policyChecks(): Promise<readonly PolicyCheck[]> {
    return await policyChecks(this.#upstream);
  }

  /** Lets CloudWatch look at its alarms, which it does by itself each minute. @param atMs the evaluator's own clock. */
  async evaluateAlarms(atMs: number): Promise<readonly EvaluatedAlarm[]> {
    return await evaluateAlarms(this.#upstream, atMs);
  }

  async stop(): Promise<void> {
    await this.athena?.stop();
    this.#server.close();
    this.#server.closeAllConnections();
    this.#upstream.agent.destroy();
    await once(this.#server, "close");
  }

  async #answer(from: IncomingMessage, to: ServerResponse): Promise<void> {
    // Services of the query protocol say what is asked in a small body; those of objects are streamed.
    const isForm = from.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
    const body = isForm ? await readAll(from) : undefined;
    const call = callOf(from, body?.toString() ?? "");
    to.once("finish", () => this.calls.push({ ...call, status: to.statusCode }));
    const { held, fault, answer } = this.interfere?.(call) ?? {};
    await held;
    if (fault !== undefined) {
      answerFault(to, fault, isForm);
      return;
    }
    const operation = this.athena?.operationOf(from);
    if (this.athena !== undefined && operation !== undefined) await this.athena.answer(operation, from, to);
    else if (call.service === "quicksight") await this.quickSight.answer(from, to);
    else if (body === undefined) forward(this.#upstream, from, to);
    else if (call.operation === "GetWebIdentityToken") {
      const arn = await this.callerOf(signedFor(from)?.accessKeyId ?? "");
      forward(this.#upstream, from, to, { body, answer: (answer) => this.webIdentity.signed(answer, arn) });
    } else if (answer !== undefined)
      forward(this.#upstream, from, to, { body, answer: (text) => Buffer.from(answer(text.toString())) });
    else forward(this.#upstream, from, to, { body });
  }
}
