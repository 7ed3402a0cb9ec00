import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { AwsAccess } from "../../../../src/aws/clients/aws-access.ts";
import { makeS3Client } from "../../../../src/aws/clients/s3-client.ts";
import { responseOf } from "../../../simulation/s3/s3-handler.ts";
import type { RestAnswer } from "../../../simulation/s3/s3-rest.ts";

/** A signed request of the SDK, on its way to S3. */
export interface SentRequest {
  readonly method: string;
  /** `/bucket/key`, encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sends it, once. @throws as a broken connection does. */
  send(): Promise<RestAnswer>;
}

/** The product's own client for S3, of whose requests each goes the way that it is given. */
export function s3ClientThrough(
  access: AwsAccess,
  way: (request: SentRequest) => Promise<RestAnswer & { readonly breaksAfter?: number }>,
): S3Client {
  const client = makeS3Client(access);
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options) => {
    const { method, path, query, body } = request;
    const headers = Object.fromEntries(
      Object.entries<string>(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const send = async (): Promise<RestAnswer> => wholeOf((await handle(request, options)).response);
    return { response: responseOf(await way({ method, path, query, headers, body, send })) };
  };
  return client;
}

async function wholeOf(response: {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}): Promise<RestAnswer> {
  const chunks: Uint8Array[] = [];
  if (response.body instanceof Readable) for await (const chunk of response.body) chunks.push(chunk as Uint8Array);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}
