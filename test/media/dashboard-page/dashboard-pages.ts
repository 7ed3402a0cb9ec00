import type { DashboardState, TileOutcome } from "../../../src/protocol/dashboard/dashboard-page.ts";
import type { NextStep } from "../../../src/protocol/result-page.ts";
import { OpenedPage } from "../opened-page.ts";
import { type PageOptions, WebviewPages } from "../webview-pages.ts";
import { fakeDashboard } from "./fake-tiles.ts";

/** What the fake host says, where that is not as usual. */
interface Said {
  readonly outcomes?: Readonly<Record<string, TileOutcome | "never">>;
  readonly offers?: readonly NextStep[];
}

/** The dashboard in a browser. */
export class DashboardPages implements AsyncDisposable {
  readonly #pages: WebviewPages;

  private constructor(pages: WebviewPages) {
    this.#pages = pages;
  }

  static async start(): Promise<DashboardPages> {
    return new DashboardPages(await WebviewPages.start("dashboard-page", "fake-dashboard-host.ts"));
  }

  async open(state: Partial<DashboardState> = {}, said: Said = {}, options: PageOptions = {}): Promise<OpenedPage> {
    const { page, problems } = await this.#pages.open({ height: 800, ...options });
    await page.evaluate(
      ([shown, { outcomes = {}, offers }]) => {
        Object.assign(globalThis.fakeDashboardHost.outcomes, outcomes);
        globalThis.fakeDashboardHost.offers = offers;
        globalThis.fakeDashboardHost.show(shown);
      },
      [fakeDashboard(state), said] as const,
    );
    return new OpenedPage(page, problems, "fakeDashboardHost");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pages[Symbol.asyncDispose]();
  }
}
