import type { IncomingMessage } from "node:http";

/** What the header of a signed request says of its signature: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
export interface SignedFor {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** Reads the scope of a request's signature; undefined when it is not signed in its headers. */
export function signedFor(request: IncomingMessage): SignedFor | undefined {
  const found = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "");
  const [, accessKeyId, region, service] = found ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
