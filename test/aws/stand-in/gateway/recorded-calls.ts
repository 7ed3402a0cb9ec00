import type { IncomingMessage } from "node:http";
import { signedFor } from "./signed-for.ts";

/** A request that was made of AWS. */
export interface RecordedCall {
  readonly accessKeyId: string;
  readonly service: string;
  /** As AWS names it, for example `PutObject`; for S3, what the SDK says beside the address, or the method and query. */
  readonly operation: string;
  /** The address without its query: of S3, the bucket and key. */
  readonly path: string;
  readonly status: number;
}

/** What a request is, without its answer. `form` is the body of a service that says there what is asked. */
export function callOf(from: IncomingMessage, form: string): Omit<RecordedCall, "status"> {
  const { accessKeyId = "", service = "" } = signedFor(from) ?? {};
  const url = new URL(from.url ?? "/", "http://127.0.0.1");
  const target = from.headers["x-amz-target"];
  const operation =
    (typeof target === "string" ? target.split(".").at(-1) : undefined) ??
    url.searchParams.get("x-id") ??
    new URLSearchParams(form).get("Action") ??
    [from.method, ...[...url.searchParams.keys()].sort()].join(" ");
  return { accessKeyId, service, operation, path: decodeURIComponent(url.pathname) };
}
