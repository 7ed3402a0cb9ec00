import type { LedgerLook } from "../lake/ledger-look.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Engine } from "../query/engine.ts";

/** A lake and the engine that answers questions about it. */
interface LakeAndEngine {
  readonly look: LedgerLook;
  readonly engine: Engine;
}

/** The lake that is open, if one is. */
export class OpenedLake {
  #open: LakeAndEngine | undefined;

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** @throws TenantTrailError `no-connection` when no lake is open. */
  get look(): LedgerLook {
    return this.#required().look;
  }

  /** @throws TenantTrailError `no-connection` when no lake is open. */
  get engine(): Engine {
    return this.#required().engine;
  }

  /** Puts another lake in place of the open one, which is closed. */
  async replace(opened: LakeAndEngine): Promise<void> {
    await this.close();
    this.#open = opened;
  }

  /** Closes the lake's engine; results are gone. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.engine.close();
  }

  #required(): LakeAndEngine {
    if (this.#open === undefined)
      throw new TenantTrailError(
        "no-connection",
        "No lake is open. Choose a folder that holds your logs, or an empty one for a new lake.",
      );
    return this.#open;
  }
}
