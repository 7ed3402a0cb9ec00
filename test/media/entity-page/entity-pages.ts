import type { EntityPageState } from "../../../src/protocol/entity/entity-page.ts";
import { OpenedPage } from "../opened-page.ts";
import { type PageOptions, WebviewPages } from "../webview-pages.ts";

/** The page of an entity in a browser. */
export class EntityPages implements AsyncDisposable {
  readonly #pages: WebviewPages;

  private constructor(pages: WebviewPages) {
    this.#pages = pages;
  }

  static async start(): Promise<EntityPages> {
    return new EntityPages(await WebviewPages.start("entity-page", "fake-entity-host.ts"));
  }

  async open(state: EntityPageState, options: PageOptions = {}): Promise<OpenedPage> {
    const { page, problems } = await this.#pages.open({ height: 800, width: 1200, ...options });
    await page.evaluate((shown) => globalThis.fakeEntityHost.show(shown), state);
    return new OpenedPage(page, problems, "fakeEntityHost");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pages[Symbol.asyncDispose]();
  }
}
