import { MemoryStorage } from "../../../../../src/lake/storage/memory-storage.ts";
import type { StoredObject } from "../../../../../src/lake/storage/storage.ts";
import { answerOf, type Versions } from "./answers.ts";
import { type Held, heldBy } from "./held.ts";
import type { Round, Step } from "./steps.ts";

/** What a storage says to steps in this order, each of which may say one of several things. */
export type Expected = readonly (readonly string[])[];

/**
 * A storage in memory that keeps what is removed, as S3 does: `head` does not see it, readers who know it read it, and
 * it can be created again with the bytes that it has.
 */
export class StorageModel {
  readonly storage = new MemoryStorage();
  readonly #removed = new Set<string>();
  /** Removed at some time in this round. */
  readonly #justRemoved = new Set<string>();

  /** @param versions by path, the model's own of each version that anybody saw. */
  async round(steps: Round, versions: Versions): Promise<Expected> {
    this.#justRemoved.clear();
    for (const path of this.#removed) this.#justRemoved.add(path);
    const expected: (readonly string[])[] = [];
    for (const step of steps) expected.push(await this.#step(step, versions));
    return expected;
  }

  held(): Promise<Held> {
    return heldBy({ get: (path) => this.storage.get(path), head: (path) => this.#head(path) });
  }

  async #step(step: Step, versions: Versions): Promise<readonly string[]> {
    if (step.does === "remove") {
      if ((await this.storage.head(step.path)) !== undefined) {
        this.#removed.add(step.path);
        this.#justRemoved.add(step.path);
      }
      return ["done"];
    }
    if (step.does === "head" && (await this.#head(step.path)) === undefined) return ["absent"];
    if (step.does === "create" && this.#removed.delete(step.path)) return ["written"];
    const said = await answerOf(this.storage, step, versions);
    // Of several who create at once what was removed, each may be told that it did: the bytes are the same.
    const isAgain = step.does === "create" && said === "conflict" && this.#justRemoved.has(step.path);
    return isAgain ? [said, "written"] : [said];
  }

  async #head(path: string): Promise<StoredObject | undefined> {
    return this.#removed.has(path) ? undefined : this.storage.head(path);
  }
}
