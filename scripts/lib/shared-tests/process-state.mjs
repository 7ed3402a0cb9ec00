/** Node has globals that are made at their first use, which is no change. */
const perhapsLazy = Symbol("perhaps lazy");

/**
 * What a test file can change for all that runs in its process, as far as it can be seen.
 *
 * @returns {Map<string, unknown>}
 */
export function processState() {
  const state = new Map(/** @type {[string, unknown][]} */ ([["the working folder", process.cwd()]]));
  for (const [name, value] of Object.entries(process.env)) state.set(`the variable ${name}`, value);
  for (const event of process.eventNames())
    state.set(`listeners of the process's ${String(event)}`, process.listenerCount(event));
  for (const [owner, of] of /** @type {const} */ ([
    ["globalThis", globalThis],
    ["console", console],
    ["process", process],
    ["Math", Math],
    ["Date", Date],
    ["JSON", JSON],
  ]))
    for (const name of Object.getOwnPropertyNames(of)) state.set(`${owner}.${name}`, propertyOf(of, name));
  return state;
}

/**
 * @param {ReadonlyMap<string, unknown>} before
 * @returns {string[]} the names of what differs now.
 */
export function changesSince(before) {
  const now = processState();
  // Libraries put names of their own into globalThis when they are loaded, which are in nobody's way.
  const added = [...now.keys()].filter((name) => !/^\w+\./.test(name));
  return [...new Set([...before.keys(), ...added])]
    .filter((name) => before.get(name) !== perhapsLazy && !Object.is(before.get(name), now.get(name)))
    .sort();
}

/**
 * @param {object} of
 * @param {string} name
 */
function propertyOf(of, name) {
  const property = Object.getOwnPropertyDescriptor(of, name);
  if (property === undefined || !("value" in property)) return perhapsLazy;
  return typeof property.value === "function" ? property.value : "a value";
}
