import type { Page } from "playwright-core";
import type { DeployProgress } from "../../../src/protocol/aws/stack-deployments.ts";
import { OpenedPage } from "../opened-page.ts";
import { type PageOptions, WebviewPages } from "../webview-pages.ts";
import type { FakeDeployHost } from "./fake-deploy-host.ts";

type FailureFacts = Omit<FakeDeployHost["failures"][string], "message">;

/** What of the fake host a test sets before the page begins. */
export type HostSettings = Partial<Pick<FakeDeployHost, "start" | "account" | "plan" | "agrees" | "tenants">>;

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
export class OpenDeploy extends OpenedPage {
  constructor(page: Page, problems: readonly string[]) {
    super(page, problems, "fakeDeployHost");
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

  /** Lets what is asked by one method fail from now on. */
  async fail(method: string, message: string, more: FailureFacts = {}): Promise<void> {
    await this.page.evaluate(
      ([name, failure]) => {
        globalThis.fakeDeployHost.failures[name] = failure;
      },
      [method, { message, ...more }] as const,
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

  /** Goes through the steps up to the prepared changes. */
  async toReview(): Promise<void> {
    await this.button("Look at the account").click();
    await this.button("Next: parameters").click();
    await this.button("Next: review").click();
  }
}
