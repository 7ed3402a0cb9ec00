import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";
import { currentTarget } from "../../scripts/lib/native-packages.mjs";
import { findNode } from "../../scripts/lib/node.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { run } from "../../scripts/lib/processes.mjs";
import { quietSettings } from "../../scripts/lib/quiet-settings.mjs";
import { findVscodeHost } from "../../scripts/lib/vscode-host.mjs";
import { startVscodeServer } from "../../scripts/lib/vscode-server.mjs";
import { mediaAssets, mediaEntries } from "../../scripts/media-entries.mjs";
import { plainMachine, plainWindow } from "../editor/harness/plain-machine.ts";

const vsix = join(root, "out", `tenanttrail-${currentTarget()}.vsix`);
/** The marketplace takes more, but nobody wants to wait for it. */
const mostBytes = 80_000_000;
const patienceMs = 480_000;

let folder: string;
let entries: Map<string, Entry>;
let zip: ZipFile;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-vsix-"));
  await rm(vsix, { force: true });
  await run(await findNode(), [join(root, "scripts", "package.mjs")], { cwd: root });
  zip = await openPromise(vsix, { autoClose: false });
  entries = new Map();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
});
after(async () => {
  zip?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function read(name: string): Promise<Buffer> {
  const entry = entries.get(`extension/${name}`) ?? assert.fail(`The package lacks ${name}`);
  return buffer(await zip.openReadStreamPromise(entry));
}

test("the package holds all that the extension loads, and no more than it should", async () => {
  const held = [...entries.keys()].map((name) => name.replace(/^extension\//, ""));
  const sources = async (name: string) =>
    (await readdir(join(root, name), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll("\\", "/"),
      );
  const wanted = [
    ...["extension.cjs", "lake.mjs", "import-reader.mjs", "language.mjs", "mcp-server.mjs"].map(
      (name) => `dist/${name}`,
    ),
    ...mediaEntries.map(({ out }) => `dist/${out}.js`),
    ...mediaAssets.map(({ to }) => `dist/${to}`),
    ...(await Promise.all(["sql", "infra-templates", "media/icons", "media/walkthrough"].map(sources))).flat(),
    "dist/THIRD_PARTY_NOTICES.txt",
    "dist/node_modules/@duckdb/node-bindings/package.json",
  ];
  assert.deepEqual(
    wanted.filter((name) => !held.includes(name)),
    [],
  );
  const packageJson = JSON.parse((await read("package.json")).toString("utf8"));
  assert.ok(held.includes(packageJson.main.replace("./", "")) && held.includes(packageJson.icon));
  for (const name of ["readme.md", "changelog.md", "LICENSE.txt", "package.nls.json", "l10n/bundle.l10n.json"])
    assert.ok(held.includes(name), name);
  assert.equal((await read("LICENSE.txt")).toString("utf8"), await readFile(join(root, "LICENSE"), "utf8"));
  assert.equal(held.filter((name) => /^dist\/lambda\/lambda-arm64\.[0-9a-f]{16}\.zip$/.test(name)).length, 1);
  assert.ok(held.some((name) => name.endsWith(".node")));
  assert.deepEqual(
    held.filter((name) => /\.map$|\.tsx?$|^(?:src|test|scripts|out|docs)\//.test(name)),
    [],
  );
  const { size } = await stat(vsix);
  assert.ok(size > 20_000_000 && size < mostBytes, `${size} bytes`);
});

test("the package is installed by a real VS Code, whose extension offers its log days", async (t) => {
  const [node, host] = [await findNode(), await findVscodeHost()];
  const data = join(folder, "vscode");
  const where = ["--extensions-dir", join(data, "extensions"), "--server-data-dir", join(data, "server")];
  const script = join(host, "out", "server-main.js");
  await run(node, [script, ...where, "--accept-server-license-terms", "--install-extension", vsix]);
  const server = await startVscodeServer({ node, host, data, settings: quietSettings, env: plainMachine });
  t.after(() => server.stop());
  const executablePath = await findChromium();
  const browser: Browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: chromiumFlags,
  });
  t.after(() => browser.close());
  const page = await browser.newPage({ ...plainWindow, viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(server.url({ folder: join(data, "user") }));
  await page.locator(".activitybar a[aria-label='TenantTrail']").click();
  await page.locator(".sidebar .welcome-view .monaco-button:has-text('Open the sample lake')").click();
  await page.locator(".sidebar [role=treeitem][aria-label^='Sign-ins, ']").waitFor();
});
