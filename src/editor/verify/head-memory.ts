import type { Memento } from "vscode";
import type { LakeHeads } from "../../protocol/ledger-heads.ts";
import { fieldsOf, isText, rememberedList } from "../platform/remembered.ts";
import { hasHeads, readHeads } from "./read-heads.ts";

const key = "ledger.heads";
const mostLakes = 200;

interface SeenLake {
  /** Where the lake is, links to it followed. */
  readonly root: string;
  readonly heads: unknown;
}

/** The last head of each lake's ledgers that this editor saw: kept outside the lakes, so that it tells what they cannot. */
export class HeadMemory {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** The heads that were seen of the lake at this place; none when it was never seen. */
  of(root: string): LakeHeads {
    return readHeads(this.#lakes.find((lake) => lake.root === root)?.heads);
  }

  /** Keeps the heads of a lake as the last that were seen. */
  async remember(root: string, heads: LakeHeads): Promise<void> {
    if (!hasHeads(heads) || JSON.stringify(this.of(root)) === JSON.stringify(heads)) return;
    const others = this.#lakes.filter((lake) => lake.root !== root);
    await this.#memory.update(key, [{ root, heads }, ...others].slice(0, mostLakes));
  }

  get #lakes(): readonly SeenLake[] {
    return rememberedList(this.#memory, key, isSeenLake);
  }
}

function isSeenLake(value: unknown): value is SeenLake {
  const { root, heads } = fieldsOf(value);
  return isText(root) && typeof heads === "object";
}
