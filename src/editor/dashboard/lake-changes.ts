import type { LogDay } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";

interface LakeChangesParts {
  readonly lake: Pick<LakeService, "listDays">;
  readonly connections: Pick<Connections, "current">;
  readonly record: (error: unknown) => void;
}

/** Whether the lake holds something else than when a page asked it. A slice is named by its content, so its name tells. */
export class LakeChanges {
  readonly #parts: LakeChangesParts;
  /** What was held when the page asked last, which may not be known yet; undefined where no ledger tells. */
  #asked: Promise<Held | undefined> = Promise.resolve(undefined);

  constructor(parts: LakeChangesParts) {
    this.#parts = parts;
  }

  /** The page asks now. */
  async begin(signal?: AbortSignal): Promise<void> {
    this.#asked = this.#held(signal);
    await this.#asked;
  }

  /** Whether it would be answered otherwise now. */
  async have(): Promise<boolean> {
    const last = this.#asked;
    const asked = await last;
    if (asked === undefined) return false;
    const held = await this.#held();
    // Another lake, or another asking, has begun meanwhile.
    if (held === undefined || held.root !== asked.root || this.#asked !== last) return false;
    return held.slices.size !== asked.slices.size || [...held.slices].some((slice) => !asked.slices.has(slice));
  }

  async #held(signal?: AbortSignal): Promise<Held | undefined> {
    const { lake, connections, record } = this.#parts;
    const { current } = connections;
    // A database of Athena without a stack has no ledger.
    if (current === undefined || (current.connection.kind === "aws" && current.connection.stack === undefined)) return;
    try {
      const days = await lake.listDays({}, signal ? { signal } : {});
      return { root: current.root, slices: new Set(days.flatMap((day: LogDay) => day.slices)) };
    } catch (error) {
      // What the tiles are answered does not hang on it.
      record(error);
      return undefined;
    }
  }
}

interface Held {
  readonly root: string;
  readonly slices: ReadonlySet<string>;
}
