import type { Page } from "playwright-core";

/** What a fake host in the page remembers of what it was asked. */
interface AskedHost {
  readonly calls: readonly { readonly method: string; readonly params: unknown }[];
}

/** One opened page whose host is fake, and what it asked of it. */
export class OpenedPage implements AsyncDisposable {
  readonly page: Page;
  /** Errors that the page logged, and breaks of its policy. */
  readonly problems: readonly string[];
  readonly #host: string;

  /** @param host the global variable of the page that is its fake host. */
  constructor(page: Page, problems: readonly string[], host: string) {
    this.page = page;
    this.problems = problems;
    this.#host = host;
  }

  /** What the host was asked by one method, in order; waits until it was asked so often. */
  async asked<Params>(method: string, times = 0): Promise<readonly Params[]> {
    const calls = await this.page.waitForFunction(
      ([host, name, least]) => {
        const { calls } = Reflect.get(globalThis, host) as AskedHost;
        const found = calls.filter((call) => call.method === name).map((call) => call.params);
        return found.length >= least && found;
      },
      [this.#host, method, times] as const,
    );
    return (await calls.jsonValue()) as readonly Params[];
  }

  field(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  button(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Everything that the page holds as text, in attributes, in values of controls and in its memory. */
  everything(): Promise<string> {
    return this.page.evaluate(() => {
      const texts: string[] = [JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage })];
      const walk = (root: Document | ShadowRoot): void => {
        for (const element of root.querySelectorAll("*")) {
          texts.push(...[...element.attributes].map(({ value }) => value));
          if ("value" in element) texts.push(String(element.value));
          if ("currentValue" in element) texts.push(String(element.currentValue));
          if (element.shadowRoot) walk(element.shadowRoot);
        }
        // A document's own text is null.
        texts.push((root instanceof Document ? root.documentElement : root).textContent ?? "");
      };
      walk(document);
      return texts.join("\n");
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
