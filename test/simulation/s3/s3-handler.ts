import { Readable } from "node:stream";
import { S3Client } from "@aws-sdk/client-s3";
import { silentLogger } from "../../../src/aws/clients/client-settings.ts";
import type { RestAnswer, RestRequest } from "./s3-rest.ts";

/** What answers a request; it may throw as a broken connection does. */
export type Answering = (request: RestRequest) => Promise<RestAnswer & { readonly breaksAfter?: number }>;

interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * The SDK's own client, whose requests are answered in this process: everything but the network is as in the product.
 * It tries again at once where it would wait.
 */
export function s3ClientOver(answering: Answering): S3Client {
  return new S3Client({
    region: "eu-central-1",
    endpoint: "http://127.0.0.1",
    forcePathStyle: true,
    logger: silentLogger,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    // Signing takes half of the time, and nobody looks at it here.
    signer: { sign: async (request) => request },
    requestHandler: {
      handle: async (request: WireRequest, options: { readonly abortSignal?: { readonly aborted: boolean } } = {}) => {
        if (options.abortSignal?.aborted) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
        return { response: responseOf(await answering(await wireOf(request))) };
      },
    },
    retryStrategy: retryAtOnce(4),
  });
}

async function wireOf({ method, path, query = {}, headers, body }: WireRequest): Promise<RestRequest> {
  const chunks: Uint8Array[] = [];
  if (typeof body === "string") chunks.push(new TextEncoder().encode(body));
  else if (body instanceof Uint8Array) chunks.push(body);
  else if (body instanceof Readable) for await (const chunk of body) chunks.push(chunk as Uint8Array);
  const text = (value: string | readonly string[] | null): string => (typeof value === "string" ? value : "");
  return {
    method,
    path,
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, text(value)])),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.concat(chunks),
  };
}

/** An answer as the SDK takes it. */
export function responseOf({ status, headers, body, breaksAfter }: Awaited<ReturnType<Answering>>): {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
} {
  const stream =
    breaksAfter === undefined
      ? Readable.from(body.length === 0 ? [] : [Buffer.from(body)], { objectMode: false })
      : Readable.from(brokenOff(body.subarray(0, breaksAfter)), { objectMode: false });
  return { statusCode: status, headers, body: stream };
}

async function* brokenOff(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes);
  throw connectionLost();
}

export function connectionLost(): Error {
  return Object.assign(new Error("aborted"), { code: "ECONNRESET" });
}

/** The SDK's own strategy, without its waits. */
function retryAtOnce(attempts: number) {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    mode: "standard",
    maxAttempts: async () => attempts,
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (
      before: { getRetryCount(): number },
      { errorType }: { readonly errorType: string },
    ) => {
      const isPassing = errorType === "TRANSIENT" || errorType === "THROTTLING" || errorType === "SERVER_ERROR";
      if (!isPassing || before.getRetryCount() + 1 >= attempts) throw new Error("No retry token available");
      return token(before.getRetryCount() + 1);
    },
    recordSuccess: () => undefined,
  };
}
