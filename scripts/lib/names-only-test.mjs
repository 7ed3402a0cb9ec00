// Stands in for `node:test` where only the names of tests are wanted: groups are entered, tests and hooks are not run.
import { AsyncLocalStorage } from "node:async_hooks";
import { mock } from "node:test";

export { mock };

/**
 * @typedef {object} Listing
 * @property {string} group the names of the groups that are being entered, each with a space behind it.
 * @property {string[]} names
 * @property {Promise<unknown>[]} entered groups that take their time to name their tests.
 */

/** @type {AsyncLocalStorage<Listing>} */
const listing = new AsyncLocalStorage();

/**
 * The names that are given to tests and groups while a file is loaded, each alone and behind its groups'.
 *
 * @param {() => Promise<unknown>} load
 * @returns {Promise<string[]>}
 */
export async function namesWhile(load) {
  /** @type {Listing} */
  const all = { group: "", names: [], entered: [] };
  await listing.run(all, load);
  while (all.entered.length > 0) await all.entered.pop();
  return all.names;
}

/**
 * @param {unknown} name may be left out, as may what stands between it and the function.
 * @param {...unknown} rest
 */
function nameTest(name, ...rest) {
  const { group, names } = listing.getStore() ?? missing();
  const own =
    typeof name === "string" ? name : ([name, ...rest].find((each) => typeof each === "function")?.name ?? "");
  names.push(own, group + own);
}

/**
 * @param {string} name
 * @param {...unknown} rest
 */
function nameGroup(name, ...rest) {
  nameTest(name, ...rest);
  const outer = listing.getStore() ?? missing();
  const tests = rest.find((each) => typeof each === "function");
  if (tests !== undefined)
    outer.entered.push(listing.run({ ...outer, group: `${outer.group}${name} ` }, async () => tests()));
}

/** @returns {never} */
function missing() {
  throw new Error("A test was named outside of the loading of a file.");
}

/**
 * @template {(...given: never) => void} Named
 * @param {Named} named
 */
const withKinds = (named) => Object.assign(named, { only: named, skip: named, todo: named });

export const test = withKinds(nameTest);
export const it = test;
export const describe = withKinds(nameGroup);
export const suite = describe;

function hook() {}

export { hook as after, hook as afterEach, hook as before, hook as beforeEach };

// biome-ignore lint/style/noDefaultExport: Node's own module has this default export.
export default Object.assign(nameTest.bind(undefined), {
  test,
  it,
  describe,
  suite,
  mock,
  only: test,
  skip: test,
  todo: test,
  before: hook,
  after: hook,
  beforeEach: hook,
  afterEach: hook,
});
