import { type MessageConnection, RequestType } from "vscode-jsonrpc/node";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Host, HostMethod } from "../protocol/host.ts";
import { type HostEnvelope, hostMethodName } from "../protocol/lake-process.ts";

/** The host at the other end of a connection: what is asked of it goes over JSON-RPC. */
export class RemoteHost implements Host {
  #connection: MessageConnection | undefined;

  /** Asks over this connection from now on. */
  attach(connection: MessageConnection): void {
    this.#connection = connection;
  }

  async readSecret(key: string): Promise<string | undefined> {
    // JSON has no undefined: a secret that is not there arrives as null.
    return ((await this.#ask("readSecret", [key])) as string | null) ?? undefined;
  }

  async writeSecret(key: string, value: string): Promise<void> {
    await this.#ask("writeSecret", [key, value]);
  }

  async deleteSecret(key: string): Promise<void> {
    await this.#ask("deleteSecret", [key]);
  }

  async openExternal(url: string): Promise<boolean> {
    return (await this.#ask("openExternal", [url])) === true;
  }

  async showDeviceCode(request: { userCode: string; url: string }): Promise<void> {
    await this.#ask("showDeviceCode", [request]);
  }

  #ask<Method extends HostMethod>(method: Method, given: Parameters<Host[Method]>): Promise<unknown> {
    if (this.#connection === undefined)
      throw new TenantTrailError("no-tenant", "Nobody is there to ask for the credential.");
    const type = new RequestType<HostEnvelope<Method>, unknown, unknown>(hostMethodName(method));
    return this.#connection.sendRequest(type, { arguments: given });
  }
}
