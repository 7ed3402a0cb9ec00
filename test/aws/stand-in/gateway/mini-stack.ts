import { type IncomingMessage, request } from "node:http";
import { checkHeader, readAll, type Upstream } from "./forward.ts";

/** Who signed a request. */
export interface Caller {
  readonly accessKeyId: string;
  readonly arn: string;
}

/** A whole answer of MiniStack's. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/**
 * Asks MiniStack whether a request's signature is right and its caller may do this, without doing it.
 *
 * @returns the caller, or the refusal as AWS words it.
 */
export async function checkCaller(
  upstream: Upstream,
  from: IncomingMessage,
  body: Buffer,
  action: string,
  resource: string,
): Promise<{ caller: Caller } | { refusal: Answer }> {
  const raw = from.rawHeaders.filter((_, index) => !isOwn(from.rawHeaders[index - (index % 2)] ?? ""));
  const headers = [
    ...raw,
    ...["x-forwarded-proto", "https", checkHeader, JSON.stringify({ action, resource })],
    ...["content-length", String(body.length)],
  ];
  const answer = await ask(upstream, from.method ?? "POST", from.url ?? "/", headers, body);
  if (answer.status === 200) return { caller: JSON.parse(answer.body.toString()) };
  // AWS names the resource as well.
  const named = answer.body.toString().replace(/(perform: [a-z]+:\w+)(?= because)/, `$1 on resource: ${resource}`);
  return { refusal: { ...answer, body: Buffer.from(named) } };
}

/** The ARN of whoever has an access key. */
export async function callerOf(upstream: Upstream, accessKeyId: string): Promise<string> {
  const path = `/_stand-in/caller?key=${encodeURIComponent(accessKeyId)}`;
  const { body } = await ask(upstream, "GET", path, ["host", "127.0.0.1"], Buffer.alloc(0));
  const caller: Caller = JSON.parse(body.toString());
  return caller.arn;
}

/** An action on a resource, which a caller's policies allowed or not. */
export interface PolicyCheck {
  readonly caller: string;
  /** As policies name it, for example `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
}

/** What was asked of policies since the start, each once; the account's root may do all. */
export async function policyChecks(upstream: Upstream): Promise<readonly PolicyCheck[]> {
  const { body } = await ask(upstream, "GET", "/_stand-in/checks", ["host", "127.0.0.1"], Buffer.alloc(0));
  return JSON.parse(body.toString());
}

/** An alarm after it was evaluated. */
export interface EvaluatedAlarm {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
}

/** Evaluates all alarms at a time, milliseconds since 1970, from the values that were put. Who is to be told is told. */
export async function evaluateAlarms(upstream: Upstream, atMs: number): Promise<readonly EvaluatedAlarm[]> {
  const path = `/_stand-in/alarms?at=${atMs / 1000}`;
  const { body } = await ask(upstream, "GET", path, ["host", "127.0.0.1"], Buffer.alloc(0));
  return JSON.parse(body.toString());
}

/** Calls an operation of a JSON service as the account's root. Its signature is not looked at. */
export async function asRoot(
  upstream: Upstream,
  region: string,
  target: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const service = target.startsWith("AWSGlue") ? "glue" : "athena";
  const body = Buffer.from(JSON.stringify(input));
  const headers = [
    ...["host", `127.0.0.1:${upstream.port}`],
    ...["authorization", `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, `],
    ...["x-amz-target", target, "content-type", "application/x-amz-json-1.1"],
    ...["content-length", String(body.length)],
  ];
  return await ask(upstream, "POST", "/", headers, body);
}

function isOwn(name: string): boolean {
  return ["content-length", "transfer-encoding", "connection", "expect"].includes(name.toLowerCase());
}

async function ask(
  upstream: Upstream,
  method: string,
  path: string,
  headers: readonly string[],
  body: Buffer,
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const asked = request(
      { host: "127.0.0.1", port: upstream.port, agent: upstream.agent, method, path, headers: [...headers] },
      (answer) => {
        readAll(answer).then(
          (read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }),
          reject,
        );
      },
    );
    asked.once("error", reject);
    asked.end(body);
  });
}
