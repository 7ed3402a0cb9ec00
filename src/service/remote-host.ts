import type { MessageConnection } from "vscode-jsonrpc/node";
import { TenantTrailError } from "../protocol/errors.ts";
import { type Host, hostMethods } from "../protocol/service/host.ts";
import { RemoteCalls } from "../rpc/remote-calls.ts";
import { serviceProxy } from "../rpc/service-proxy.ts";

/** The host at the other end of a connection: what is asked of it goes over JSON-RPC. */
export class RemoteHost {
  #calls: RemoteCalls<Host> | undefined;

  readonly host: Host = serviceProxy<Host>(hostMethods, (method, request) => {
    if (this.#calls === undefined) throw nobody();
    return this.#calls.call(method, request);
  });

  /** Asks over this connection from now on. */
  attach(connection: MessageConnection): void {
    this.#calls = new RemoteCalls<Host>(connection, (_, cause) => nobody(cause));
  }
}

function nobody(cause?: unknown): TenantTrailError {
  return new TenantTrailError("no-tenant", "Nobody is there to ask for the credential.", { cause });
}
