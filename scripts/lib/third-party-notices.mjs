import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.mjs";

/** Licences that let a program be shipped with its notice alone; of a choice of licences one of them is enough. */
const permitted = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-4.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
];

/** The one of them that wants no notice to be shipped (https://opensource.org/license/mit-0). */
const noticeFree = "MIT-0";

/** What Microsoft and AWS publish without a licence file: the text stands in a package of the same source, or that bundles it. */
const licenceOf = new Map([
  ...["fast-element", "fast-foundation", "fast-react-wrapper", "fast-web-utilities"].map(
    (name) => /** @type {const} */ ([`@microsoft/${name}`, "@vscode/webview-ui-toolkit"]),
  ),
  ...["credential-provider-http", "credential-provider-login", "nested-clients"].map(
    (name) => /** @type {const} */ ([`@aws-sdk/${name}`, "@aws-sdk/credential-provider-node"]),
  ),
]);

/** Shipped beside the bundles, and files that are copied into them. */
const besideBundles = ["@duckdb/node-bindings", "detect-libc", "@vscode/codicons"];

/**
 * The packages whose files are in some bundles, or beside them.
 *
 * @param {readonly import("esbuild").Metafile[]} metafiles
 * @returns {readonly string[]} folders of packages from the project's root, sorted.
 */
export function shippedPackages(metafiles) {
  const folders = new Set(besideBundles.map((name) => `node_modules/${name}`));
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const file of Object.keys(inputs)) {
        const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
        if (folder !== undefined) folders.add(folder);
      }
  return [...folders].sort();
}

/**
 * The text of `THIRD_PARTY_NOTICES.txt`: each package with its version and the text of its licence.
 *
 * @param {readonly string[]} folders of packages from the project's root.
 * @throws {Error} for a package whose licence is not permitted or has no text.
 */
export async function thirdPartyNotices(folders) {
  const parts = await Promise.all(folders.map(noticeOf));
  const first = "TenantTrail holds the following packages. Each is used under the licence that stands with it.";
  return [first, ...parts].join(`\n\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder */
async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  requirePermitted(name, license);
  const texts = await licenceTexts(join(root, folder));
  const known = licenceOf.get(name);
  if (texts.length === 0 && known !== undefined) texts.push(...(await licenceTexts(join(root, "node_modules", known))));
  if (texts.length === 0 && license !== noticeFree) throw new Error(`${name} has no file with the text of its licence`);
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

/**
 * @param {string} name
 * @param {unknown} license what `package.json` says: an SPDX expression.
 * @throws {Error}
 */
export function requirePermitted(name, license) {
  const choices = typeof license === "string" ? license.replace(/^\((.*)\)$/, "$1").split(" OR ") : [];
  if (!choices.some((choice) => permitted.includes(choice)))
    throw new Error(`${name} has the licence ${license}, which is not among ${permitted.join(", ")}`);
}

/** @param {string} folder */
async function licenceTexts(folder) {
  const names = (await readdir(folder)).filter((name) =>
    /^(?:licen[cs]e|copying|notice|copyrightnotice)(?:[.-]|$)/i.test(name),
  );
  return Promise.all(names.sort().map(async (name) => (await readFile(join(folder, name), "utf8")).trim()));
}
