import type { Page } from "playwright-core";
import type { ResultSummary } from "../../../src/protocol/query.ts";
import type { ResultState } from "../../../src/protocol/result-page.ts";
import { type PageOptions, WebviewPages } from "../webview-pages.ts";
import { fakeSummary } from "./fake-rows.ts";

/** The result view in a browser. */
export class ResultPages implements AsyncDisposable {
  readonly #pages: WebviewPages;

  private constructor(pages: WebviewPages) {
    this.#pages = pages;
  }

  static async start(): Promise<ResultPages> {
    return new ResultPages(await WebviewPages.start("result-view", "fake-host.ts"));
  }

  /** A page that shows a state. */
  async open(state: ResultState, options: PageOptions = {}): Promise<ResultPage> {
    const { page, problems } = await this.#pages.open(options);
    const opened = new ResultPage(page, problems);
    await opened.show(state);
    return opened;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pages[Symbol.asyncDispose]();
  }
}

/** One opened view and what it asked of its host. */
export class ResultPage implements AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];

  constructor(page: Page, problems: readonly string[]) {
    this.page = page;
    this.problems = problems;
  }

  show(state: ResultState): Promise<void> {
    return this.page.evaluate((shown) => globalThis.fakeHost.show(shown), state);
  }

  /** What the host was asked by one method, in order; waits until it was asked so often. */
  async asked<Params>(method: string, times = 0): Promise<readonly Params[]> {
    await this.page.waitForFunction(
      ([name, least]) => globalThis.fakeHost.calls.filter((call) => call.method === name).length >= least,
      [method, times] as const,
    );
    const calls = await this.page.evaluate(
      (name) => globalThis.fakeHost.calls.filter((call) => call.method === name).map((call) => call.params),
      method,
    );
    return calls as Params[];
  }

  /** The texts of a row's drawn cells, by its number from 0; waits until it has come. */
  async row(number: number): Promise<readonly string[]> {
    const row = this.page.locator(`[role=row][aria-rowindex="${number + 2}"][aria-busy=false]`);
    await row.waitFor();
    return row.locator("[role=gridcell]").allTextContents();
  }

  /** The active cell as a screen reader finds it. */
  active(): Promise<string | undefined> {
    return this.page.evaluate(() => {
      const id = document.querySelector("[role=grid]")?.getAttribute("aria-activedescendant");
      return id ? (document.getElementById(id)?.textContent ?? undefined) : undefined;
    });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}

/** The state of a result with so many rows. */
export function ready(rowCount: number, more: Partial<ResultSummary> = {}): ResultState {
  return {
    kind: "ready",
    summary: fakeSummary(rowCount, more),
    meanings: [
      {
        column: 3,
        values: {
          0: "success",
          50126: "bad password",
          50053: "locked or malicious address",
          53003: "conditional access",
        },
      },
    ],
  };
}
