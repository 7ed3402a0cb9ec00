import type { Host } from "../../src/protocol/service/host.ts";

/** A host whose secrets are in memory and that has nobody to ask. */
export class MemoryHost implements Host {
  readonly secrets = new Map<string, string>();

  async readSecret(key: string): Promise<string | undefined> {
    return this.secrets.get(key);
  }

  async writeSecret({ key, value }: { readonly key: string; readonly value: string }): Promise<void> {
    this.secrets.set(key, value);
  }

  async deleteSecret(key: string): Promise<void> {
    this.secrets.delete(key);
  }

  async openExternal(): Promise<boolean> {
    return false;
  }

  async askMfaCode(): Promise<undefined> {}

  async showDeviceCode(): Promise<void> {}

  async tellRequest(): Promise<void> {}
}
