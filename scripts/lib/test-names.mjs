/** A call that names a test or a group of tests, with the quoted name or the first sign of what computes it. */
const call =
  /(?<![\w.$])(?:(?:t|context)\.)?(test|it|describe|suite)\(\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\S))/g;

/**
 * Whether a test file may hold a test that a pattern matches, judged by its text: one of its names matches, alone or
 * behind the name of a group. A name that is computed, and a file that takes its tests from elsewhere, may be anything.
 *
 * @param {string} source of the file.
 * @param {string} pattern a regular expression, as `node --test` and mocha take it.
 */
export function mayHoldTest(source, pattern) {
  const calls = [...source.matchAll(call)].map(([, kind, double, single, computed]) => ({
    isGroup: kind === "describe" || kind === "suite",
    name: computed === undefined ? unescaped(double ?? single ?? "") : undefined,
  }));
  const names = calls.flatMap(({ name }) => name ?? []);
  if (calls.length === 0 || names.length < calls.length) return true;
  const groups = calls.flatMap(({ isGroup, name }) => (isGroup && name !== undefined ? [`${name} `] : []));
  const wanted = new RegExp(pattern);
  return names.some((name) => ["", ...groups].some((group) => wanted.test(group + name)));
}

/** @param {string} quoted */
function unescaped(quoted) {
  return quoted.replaceAll(/\\(.)/g, "$1");
}
