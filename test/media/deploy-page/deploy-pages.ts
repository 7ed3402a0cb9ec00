import type { Page } from "playwright-core";
import type { DeployProgress } from "../../../src/protocol/aws/stack-deployments.ts";
import { type PageOptions, WebviewPages } from "../webview-pages.ts";
import type { FakeDeployHost } from "./fake-deploy-host.ts";

/** What of the fake host a test sets before the page begins. */
export type HostSettings = Partial<Pick<FakeDeployHost, "start" | "account" | "plan" | "deletes">>;

/** The deploy page in a browser. */
export class DeployPages implements AsyncDisposable {
  readonly #pages: WebviewPages;

  private constructor(pages: WebviewPages) {
    this.#pages = pages;
  }

  static async start(): Promise<DeployPages> {
    return new DeployPages(await WebviewPages.start("deploy-page", "fake-deploy-host.ts"));
  }

  async open(settings: HostSettings = {}, options: PageOptions & { isTrusted?: boolean } = {}): Promise<OpenDeploy> {
    const { isTrusted = true, ...view } = options;
    const { page, problems } = await this.#pages.open({ height: 800, ...view });
    await page.evaluate(
      ([given, trusted]) => {
        Object.assign(globalThis.fakeDeployHost, given);
        globalThis.fakeDeployHost.show(trusted);
      },
      [settings, isTrusted] as const,
    );
    return new OpenDeploy(page, problems);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pages[Symbol.asyncDispose]();
  }
}

/** One opened deploy page and what it asked of its host. */
export class OpenDeploy implements AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];

  constructor(page: Page, problems: readonly string[]) {
    this.page = page;
    this.problems = problems;
  }

  /** What the host was asked by one method, in order; waits until it was asked so often. */
  async asked<Params>(method: string, times = 0): Promise<readonly Params[]> {
    await this.page.waitForFunction(
      ([name, least]) => globalThis.fakeDeployHost.calls.filter((call) => call.method === name).length >= least,
      [method, times] as const,
    );
    const calls = await this.page.evaluate(
      (name) => globalThis.fakeDeployHost.calls.filter((call) => call.method === name).map((call) => call.params),
      method,
    );
    return calls as Params[];
  }

  async cancelled(method: string): Promise<void> {
    await this.page.waitForFunction((name) => globalThis.fakeDeployHost.cancelled.includes(name), method);
  }

  async hold(method: string): Promise<void> {
    await this.page.evaluate((name) => {
      globalThis.fakeDeployHost.held[name] = true;
    }, method);
  }

  async release(method: string): Promise<void> {
    await this.page.evaluate((name) => {
      globalThis.fakeDeployHost.held[name] = false;
    }, method);
  }

  async fail(method: string, message: string, command?: readonly [string, ...string[]]): Promise<void> {
    await this.page.evaluate(
      ([name, words, given]) => {
        globalThis.fakeDeployHost.failures[name] = given ? { message: words, command: given } : { message: words };
      },
      [method, message, command] as const,
    );
  }

  async mend(method: string): Promise<void> {
    await this.page.evaluate((name) => {
      delete globalThis.fakeDeployHost.failures[name];
    }, method);
  }

  async tell(...progress: readonly DeployProgress[]): Promise<void> {
    await this.page.evaluate((all) => globalThis.fakeDeployHost.tell(...all), progress);
  }

  field(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  button(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Goes the way to the changes that are prepared. */
  async toReview(): Promise<void> {
    await this.button("Look at the account").click();
    await this.button("Next: parameters").click();
    await this.button("Next: review").click();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
