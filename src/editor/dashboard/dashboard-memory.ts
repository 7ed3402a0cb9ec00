import type { Memento } from "vscode";
import type { DashboardFilters } from "../../protocol/dashboard/dashboard-page.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";

const filtersKey = "dashboard.filters";

const usual = "last 30 days";

/** The filters that a person last set in this workspace. */
export class DashboardMemory {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  get filters(): DashboardFilters {
    const { from, to, user, application } = rememberedFields(this.#memory, filtersKey);
    return {
      days: isText(from) && isText(to) ? { from, to } : { from: usual, to: usual },
      user: isText(user) ? user : "",
      application: isText(application) ? application : "",
    };
  }

  async remember({ days, user, application }: DashboardFilters): Promise<void> {
    await this.#memory.update(filtersKey, { ...days, user, application });
  }
}
