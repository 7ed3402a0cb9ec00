import type { Memento } from "vscode";
import { isRecord } from "../../base/json-record.ts";
import { isText, rememberedList } from "../platform/remembered.ts";
import { isShownPanel, type ShownPanel } from "./shown-panels.ts";

/** A result that a person keeps until they let it go, with what its panel is known by. */
export interface PinnedResult {
  readonly resultId: string;
  readonly name: string;
  /** ISO 8601. */
  readonly pinnedAt: string;
  /** Its rows are on the disk, so that they survive the panel and the window. */
  readonly isKept: boolean;
  readonly shown: ShownPanel;
}

const memoryKey = "pinnedResults";

/** The pinned results of this workspace, remembered in its state; their rows are kept where those of panels are. */
export class PinnedResults {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** The newest first. */
  get all(): readonly PinnedResult[] {
    return rememberedList(this.#memory, memoryKey, isPinnedResult);
  }

  of(resultId: string): PinnedResult | undefined {
    return this.all.find((each) => each.resultId === resultId);
  }

  /** Pins a result, or changes what is known of a pinned one. */
  async set(result: PinnedResult): Promise<void> {
    await this.#memory.update(memoryKey, [result, ...this.#others(result.resultId)]);
  }

  async remove(resultId: string): Promise<void> {
    await this.#memory.update(memoryKey, this.#others(resultId));
  }

  #others(resultId: string): readonly PinnedResult[] {
    return this.all.filter((each) => each.resultId !== resultId);
  }
}

function isPinnedResult(value: unknown): value is PinnedResult {
  if (!isRecord(value)) return false;
  const { resultId, name, pinnedAt, isKept, shown } = value;
  return [resultId, name, pinnedAt].every(isText) && typeof isKept === "boolean" && isShownPanel(shown);
}
