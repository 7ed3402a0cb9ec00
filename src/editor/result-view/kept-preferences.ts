import type { Memento } from "vscode";
import type { ViewPreferences } from "../../protocol/result-page.ts";
import { rememberedFields } from "../platform/remembered.ts";

const memoryKey = "resultView";

/** How a person likes results to be shown, kept for every result and workspace. */
export class KeptPreferences {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** What of the kept has the form that this version knows. */
  get current(): ViewPreferences {
    const { pane, paneWidth, hidesEmptyFields } = rememberedFields(this.#memory, memoryKey);
    return {
      ...((pane === "record" || pane === "cell" || pane === "none") && { pane }),
      ...(typeof paneWidth === "number" && { paneWidth }),
      ...(typeof hidesEmptyFields === "boolean" && { hidesEmptyFields }),
    };
  }

  async keep(preferences: ViewPreferences): Promise<void> {
    await this.#memory.update(memoryKey, preferences);
  }
}
