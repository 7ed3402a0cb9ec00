import type { CollectorPageState, CollectorPlace } from "../../../src/protocol/collector-page.ts";
import { OpenedPage } from "../opened-page.ts";
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
  ): Promise<OpenedPage> {
    const { page, problems } = await this.#pages.open({ height: 800, ...options });
    await page.evaluate(([shown, at]) => globalThis.fakeCollectorHost.show(shown, at), [
      fakeState(state),
      place,
    ] as const);
    return new OpenedPage(page, problems, "fakeCollectorHost");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pages[Symbol.asyncDispose]();
  }
}
