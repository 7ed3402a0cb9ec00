import type { Memento } from "vscode";
import type { ViewPreferences } from "../../protocol/result-page.ts";
import { rememberedFields } from "../platform/remembered.ts";

const memoryKey = "resultView";

const switches = [
  "hidesEmptyFields",
  "hidesEmptyColumns",
  "usesQueryOrder",
  "hidesRowNumbers",
  "usesLocalTime",
  "copiesWithoutHeaders",
] as const satisfies readonly (keyof ViewPreferences)[];

/** How a person likes results to be shown, kept for every result and workspace. */
export class KeptPreferences {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** What of the kept has the form that this version knows. */
  get current(): ViewPreferences {
    const kept = rememberedFields(this.#memory, memoryKey);
    const { pane, paneWidth } = kept;
    return {
      ...((pane === "record" || pane === "cell" || pane === "none") && { pane }),
      ...(typeof paneWidth === "number" && { paneWidth }),
      ...Object.fromEntries(switches.flatMap((name) => (typeof kept[name] === "boolean" ? [[name, kept[name]]] : []))),
    };
  }

  async keep(preferences: ViewPreferences): Promise<void> {
    await this.#memory.update(memoryKey, preferences);
  }
}
