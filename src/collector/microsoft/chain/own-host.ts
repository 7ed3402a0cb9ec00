import { type Api, isOwnHost, type Servers } from "../../clouds.ts";
import { foreignHostRefusal, noServerRefusal } from "../verdicts/judge.ts";
import { RefusedError } from "../verdicts/refusal.ts";

/**
 * The whole address of a path below an API's root, or of an address of its own host.
 * @throws RefusedError, code `untrusted-server` for any other host.
 */
export function requireOwnHost(url: string, servers: Servers, api: Api): URL {
  const origin = servers[api];
  if (origin === null) throw new RefusedError(noServerRefusal());
  const address = URL.canParse(url, origin) ? new URL(url, origin) : undefined;
  if (address === undefined || !isOwnHost(address.href, servers, api))
    throw new RefusedError(foreignHostRefusal(address?.host ?? "an address that is none"));
  return address;
}
