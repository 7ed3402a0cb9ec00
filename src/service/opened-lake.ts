import type { LedgerLook } from "../lake/ledger-look.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Engine, HeldResults } from "../query/engine.ts";
import type { ObjectResults } from "./objects/object-results.ts";
import type { OpenedAws } from "./opened-aws.ts";

/** A lake and the engines that answer questions about it; a connection to AWS may have no ledger, or no engine. */
interface Opened {
  readonly look?: LedgerLook;
  /** The one that answers where none is named comes first. */
  readonly engines?: readonly Engine[];
  readonly aws?: OpenedAws;
  objects?: ObjectResults;
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

  /**
   * The engine of a kind, or the one that answers where none is named.
   * @throws TenantTrailError `no-connection` when no lake is open; `bad-argument` for an engine that this one has not.
   */
  engine(kind?: Engine["kind"]): Engine {
    const { engines = [] } = this.#required();
    const [first] = engines;
    if (first === undefined) return notHere("runs no queries");
    const found = kind === undefined ? first : engines.find((engine) => engine.kind === kind);
    if (found !== undefined) return found;
    throw new TenantTrailError(
      "bad-argument",
      kind === "athena"
        ? "The open lake is a folder, whose queries run on this machine. Choose a connection to AWS to run them on Athena."
        : "The open lake's queries run on Athena. Choose a folder to run them on this machine.",
    );
  }

  /** The engines that answer questions about the open lake. @throws TenantTrailError `no-connection`. */
  get engineKinds(): readonly Engine["kind"][] {
    return (this.#required().engines ?? []).map(({ kind }) => kind);
  }

  /** The results among which one is; those of the first engine where none holds it. */
  async resultsWith(resultId: string): Promise<HeldResults> {
    const { objects } = this.#required();
    if (objects !== undefined && (await objects.holds(resultId))) return objects.results();
    for (const engine of this.#required().engines ?? []) if (await engine.holds(resultId)) return engine.results();
    return this.engine().results();
  }

  /** Where objects are opened as results; made with the first. @throws TenantTrailError `no-connection`. */
  objectResults(make: () => ObjectResults): ObjectResults {
    const open = this.#required();
    open.objects ??= make();
    return open.objects;
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
    for (const engine of open?.engines ?? []) await engine.close();
    await open?.objects?.close();
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
