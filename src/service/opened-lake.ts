import type { LedgerLook } from "../lake/ledger-look.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Engine } from "../query/engine.ts";
import type { OpenedAws } from "./opened-aws.ts";

/** A lake and the engine that answers questions about it; a connection to AWS may have only one of them, or none. */
interface Opened {
  readonly look?: LedgerLook;
  readonly engine?: Engine;
  readonly aws?: OpenedAws;
}

/** The lake that is open, if one is. */
export class OpenedLake {
  #open: Opened | undefined;

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** @throws TenantTrailError `no-connection` when no lake is open. */
  get look(): LedgerLook {
    return this.#required().look ?? notHere("has no ledger");
  }

  /** @throws TenantTrailError `no-connection` when no lake is open. */
  get engine(): Engine {
    return this.#required().engine ?? notHere("runs no queries");
  }

  /** The ledger of the open lake; undefined when the connection has none. @throws TenantTrailError `no-connection`. */
  get lookIfAny(): LedgerLook | undefined {
    return this.#required().look;
  }

  /** The connection to AWS. @throws TenantTrailError `no-connection` when no lake is open or it is a folder. */
  get aws(): OpenedAws {
    const { aws } = this.#required();
    if (aws !== undefined) return aws;
    throw new TenantTrailError(
      "no-connection",
      "The open lake is a folder on this machine. Choose a connection to AWS.",
    );
  }

  /** Puts another lake in place of the open one, which is closed. */
  async replace(opened: Opened): Promise<void> {
    await this.close();
    this.#open = opened;
  }

  /** Closes the lake's engine; results are gone. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.engine?.close();
  }

  #required(): Opened {
    if (this.#open === undefined)
      throw new TenantTrailError(
        "no-connection",
        "No lake is open. Choose a folder that holds your logs, or an empty one for a new lake.",
      );
    return this.#open;
  }
}

function notHere(why: string): never {
  throw new TenantTrailError(
    "no-connection",
    `This connection to AWS ${why}. Choose a TenantTrail stack, or a folder.`,
  );
}
