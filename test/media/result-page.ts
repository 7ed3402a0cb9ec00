import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";
import type { ResultSummary } from "../../src/protocol/query.ts";
import type { ResultState } from "../../src/protocol/result-view.ts";
import { fakeSummary } from "./fake-rows.ts";
import { type ThemeName, themeSheet } from "./themes.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** The toolkit tries an empty style sheet to learn what the browser can do; this hash allows that one and no other. */
const emptySheet = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const nonce = "c2VjcmV0";

/** The webview in a browser, with the policy of the real one and a fake host in the page. */
export class ResultPages implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #server: Server;
  readonly #address: string;

  private constructor(browser: Browser, context: BrowserContext, server: Server) {
    this.#browser = browser;
    this.#context = context;
    this.#server = server;
    this.#address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Bundles the view as the extension does and starts a browser. */
  static async start(): Promise<ResultPages> {
    const bundle = await build({
      entryPoints: {
        view: `${root}media/result-view/main.tsx`,
        host: `${root}test/media/fake-host.ts`,
      },
      bundle: true,
      minify: true,
      format: "iife",
      platform: "browser",
      jsx: "automatic",
      jsxImportSource: "preact",
      outdir: "/",
      write: false,
    });
    const files = new Map(bundle.outputFiles.map((file) => [file.path, file.contents]));
    for (const name of ["codicon.css", "codicon.ttf"]) {
      files.set(`/${name}`, await readFile(`${root}node_modules/@vscode/codicons/dist/${name}`));
    }
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      const theme = (url.searchParams.get("theme") ?? "dark") as ThemeName;
      const file = files.get(url.pathname);
      if (url.pathname === "/") response.writeHead(200, { "content-type": "text/html" }).end(html(theme));
      else if (url.pathname === "/theme.css")
        response.writeHead(200, { "content-type": "text/css" }).end(themeSheet(theme));
      else if (file) response.writeHead(200, { "content-type": contentType(url.pathname) }).end(file);
      else if (url.pathname === "/favicon.ico") response.writeHead(204).end();
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const executablePath = await findChromium();
    const browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: chromiumFlags,
    });
    const context = await browser.newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(10_000);
    return new ResultPages(browser, context, server);
  }

  /** A page that shows a state; it fails the test when the page breaks its policy or logs an error. */
  async open(
    state: ResultState,
    options: { theme?: ThemeName; width?: number; height?: number } = {},
  ): Promise<ResultPage> {
    const { theme = "dark", width = 1100, height = 420 } = options;
    const page = await this.#context.newPage();
    await page.setViewportSize({ width, height });
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`${this.#address}/?theme=${theme}`);
    const opened = new ResultPage(page, problems);
    await opened.show(state);
    return opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
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

function html(theme: ThemeName): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' '${emptySheet}'`,
    "font-src 'self'",
  ].join("; ");
  const kind = theme === "light" ? "vscode-light" : theme === "dark" ? "vscode-dark" : "vscode-high-contrast";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/theme.css?theme=${theme}">
<link rel="stylesheet" href="/codicon.css">
<link rel="stylesheet" href="/view.css">
<title>Result</title>
</head>
<body class="${kind}">
<div id="root"></div>
<script nonce="${nonce}" src="/host.js"></script>
<script nonce="${nonce}" src="/view.js"></script>
</body>
</html>`;
}

function contentType(path: string): string {
  if (path.endsWith(".css")) return "text/css";
  return path.endsWith(".js") ? "text/javascript" : "font/ttf";
}
