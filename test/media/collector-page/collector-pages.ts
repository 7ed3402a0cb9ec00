import type { Page } from "playwright-core";
import type { CollectorPageState, CollectorPlace } from "../../../src/protocol/collector-page.ts";
import { type PageOptions, WebviewPages } from "../webview-pages.ts";
import { fakeState } from "./fake-collector.ts";

/** The collector page in a browser. */
export class CollectorPages implements AsyncDisposable {
  readonly #pages: WebviewPages;

  private constructor(pages: WebviewPages) {
    this.#pages = pages;
  }

  static async start(): Promise<CollectorPages> {
    return new CollectorPages(await WebviewPages.start("collector-page", "fake-collector-host.ts"));
  }

  async open(
    place: CollectorPlace,
    state: Partial<CollectorPageState> = {},
    options: PageOptions = {},
  ): Promise<OpenCollector> {
    const { page, problems } = await this.#pages.open({ height: 800, ...options });
    await page.evaluate(([shown, at]) => globalThis.fakeCollectorHost.show(shown, at), [
      fakeState(state),
      place,
    ] as const);
    return new OpenCollector(page, problems);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pages[Symbol.asyncDispose]();
  }
}

/** One opened collector page and what it asked of its host. */
export class OpenCollector implements AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];

  constructor(page: Page, problems: readonly string[]) {
    this.page = page;
    this.problems = problems;
  }

  /** What the host was asked by one method, in order; waits until it was asked so often. */
  async asked<Params>(method: string, times = 0): Promise<readonly Params[]> {
    await this.page.waitForFunction(
      ([name, least]) => globalThis.fakeCollectorHost.calls.filter((call) => call.method === name).length >= least,
      [method, times] as const,
    );
    const calls = await this.page.evaluate(
      (name) => globalThis.fakeCollectorHost.calls.filter((call) => call.method === name).map((call) => call.params),
      method,
    );
    return calls as Params[];
  }

  field(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  button(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("button", { name, exact: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
