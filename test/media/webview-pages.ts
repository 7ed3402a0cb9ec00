import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";
import { contentPolicy } from "../../src/editor/webview/content-policy.ts";
import { wordsScript } from "../../src/editor/webview/page-words.ts";
import { bracketedWords } from "./bracketed-words.ts";
import { plainFont } from "./plain-font.ts";
import { type ThemeName, themeClasses, themeSheet } from "./themes.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const nonce = "c2VjcmV0";

/** The width of a sign, as a part of the font's size, about as in the fonts that VS Code names. */
const usualSign = 0.55;

export interface PageOptions {
  readonly theme?: ThemeName;
  /** The width of a sign, as a part of the font's size. */
  readonly sign?: number;
  readonly width?: number;
  readonly height?: number;
  /** In a language of which nobody made a bundle: each text in brackets. */
  readonly isTranslated?: boolean;
}

/** A webview's page in a browser, with the policy of the real one and a fake host in the page. */
export class WebviewPages implements AsyncDisposable {
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

  /**
   * Bundles a page as the extension does and starts a browser.
   *
   * @param view the page's folder under `media/`.
   * @param host the fake host's script in the folder of the same name below this one.
   */
  static async start(view: string, host: string): Promise<WebviewPages> {
    // The browser is sought first, because a server that listens would keep the process alive when there is none.
    const executablePath = await findChromium();
    const browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: chromiumFlags,
    });
    const bundle = await build({
      entryPoints: { view: `${root}media/${view}/main.tsx`, host: `${root}test/media/${view}/${host}` },
      bundle: true,
      minify: true,
      format: "esm",
      splitting: true,
      chunkNames: "chunks/[name]-[hash]",
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
      const sign = Number(url.searchParams.get("sign") ?? usualSign);
      const file = files.get(url.pathname);
      const words = url.searchParams.has("words") ? bracketedWords() : undefined;
      if (url.pathname === "/") response.writeHead(200, { "content-type": "text/html" }).end(html(theme, sign, words));
      else if (url.pathname === "/theme.css")
        response.writeHead(200, { "content-type": "text/css" }).end(themeSheet(theme, sign));
      else if (url.pathname === "/plain.ttf")
        response.writeHead(200, { "content-type": "font/ttf" }).end(plainFont(sign));
      else if (file) response.writeHead(200, { "content-type": contentType(url.pathname) }).end(file);
      else if (url.pathname === "/favicon.ico") response.writeHead(204).end();
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const context = await browser.newContext({
      reducedMotion: "reduce",
      deviceScaleFactor: 1,
      locale: "en-GB",
      timezoneId: "Asia/Kathmandu",
    });
    context.setDefaultTimeout(30_000);
    return new WebviewPages(browser, context, server);
  }

  /** A page that has loaded, and where the errors it logs and the breaks of its policy are collected. */
  async open(options: PageOptions): Promise<{ readonly page: Page; readonly problems: readonly string[] }> {
    const { theme = "dark", width = 1100, height = 420, sign = usualSign, isTranslated = false } = options;
    const page = await this.#context.newPage();
    await page.setViewportSize({ width, height });
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`${this.#address}/?theme=${theme}&sign=${sign}${isTranslated ? "&words" : ""}`);
    // The grid measures its texts when it is first drawn, which a font that comes later would not change.
    await page.evaluate(() => document.fonts.load("13px Plain"));
    return { page, problems };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function html(theme: ThemeName, sign: number, words: Readonly<Record<string, string>> | undefined): string {
  const policy = contentPolicy("'self'", nonce);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/theme.css?theme=${theme}&amp;sign=${sign}">
<link rel="stylesheet" href="/codicon.css">
<link rel="stylesheet" href="/view.css">
<title>Page</title>
</head>
<body class="${themeClasses[theme]}">
${wordsScript(words, nonce)}
<div id="root"></div>
<script type="module" nonce="${nonce}" src="/host.js"></script>
<script type="module" nonce="${nonce}" src="/view.js"></script>
</body>
</html>`;
}

function contentType(path: string): string {
  if (path.endsWith(".css")) return "text/css";
  return path.endsWith(".js") ? "text/javascript" : "font/ttf";
}
