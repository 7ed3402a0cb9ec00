import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findNode } from "./node.mjs";
import { root } from "./paths.mjs";
import { runToEnd } from "./processes.mjs";

/** A call that names a test or a group of tests, with the quoted name or the first sign of what computes it. */
const call =
  /(?<![\w.$])(?:(?:t|context)\.)?(test|it|describe|suite)\(\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\S))/g;

/**
 * Of some test files those that hold a test that a pattern matches. A file whose names are computed is loaded to learn
 * them, and nothing of it is run. One that cannot be loaded is among the found, so that its error is told when it runs.
 *
 * @param {readonly string[]} files
 * @param {string} pattern as `node --test` and mocha take it.
 * @returns {Promise<string[]>}
 * @throws {SyntaxError} when the pattern is no regular expression.
 */
export async function filesHolding(files, pattern) {
  const wanted = namePattern(pattern);
  const texts = await Promise.all(files.map(async (file) => readNames(await readFile(file, "utf8"))));
  const matches = texts.map(({ names }) => names.some((name) => wanted.test(name)));
  const unclear = files.filter((_, index) => !matches[index] && texts[index]?.computed);
  const computed = unclear.length === 0 ? new Map() : await computedNames(unclear);
  return files.filter((file, index) => {
    if (matches[index] || !unclear.includes(file)) return matches[index];
    const names = computed.get(file) ?? [];
    return names.length === 0 || names.some((/** @type {string} */ name) => wanted.test(name));
  });
}

/**
 * The regular expression that `node --test` and mocha make of a pattern: `/…/i` brings its flags.
 *
 * @param {string} pattern
 * @throws {SyntaxError} when it is no regular expression.
 */
export function namePattern(pattern) {
  const [, body = pattern, flags = ""] = /^\/(.*)\/([a-z]*)$/.exec(pattern) ?? [];
  return new RegExp(body, flags.replaceAll(/[gy]/g, ""));
}

/**
 * The names of tests and groups that stand in the text of a test file, alone and behind the name of a group.
 *
 * @param {string} source
 * @returns {{ names: string[], computed: boolean }} `computed` when there are names that the text does not show.
 */
export function readNames(source) {
  const calls = [...source.matchAll(call)].map(([, kind, double, single, computed]) => ({
    isGroup: kind === "describe" || kind === "suite",
    name: computed === undefined ? (double ?? single ?? "").replaceAll(/\\(.)/g, "$1") : undefined,
  }));
  const alone = calls.flatMap(({ name }) => name ?? []);
  const groups = calls.flatMap(({ isGroup, name }) => (isGroup && name !== undefined ? [`${name} `] : []));
  return {
    names: ["", ...groups].flatMap((group) => alone.map((name) => group + name)),
    computed: calls.length === 0 || alone.length < calls.length,
  };
}

/**
 * @param {readonly string[]} files
 * @returns {Promise<Map<string, string[]>>} no name of a file that could not be loaded.
 */
async function computedNames(files) {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-test-names-"));
  try {
    const list = join(folder, "names.json");
    const script = join(root, "scripts", "lib", "list-test-names.mjs");
    const env = { NODE_COMPILE_CACHE: join(root, "out", "compile-cache"), ...process.env };
    const { code, output } = await runToEnd(await findNode(), [script, list, ...files.map((file) => resolve(file))], {
      cwd: root,
      env,
    });
    if (code !== 0) throw new Error(`The names of the tests could not be listed.\n${output}`);
    /** @type {Record<string, string[]>} */
    const names = JSON.parse(await readFile(list, "utf8"));
    return new Map(files.map((file) => [file, names[resolve(file)] ?? []]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
