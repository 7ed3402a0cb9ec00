import asyncHooks from "node:async_hooks";

/**
 * `node:test` in a process that has not loaded it yet. It follows every promise to the test that made it, to name the
 * test when the promise is rejected and nobody looks, and that takes a third of the time of tests that wait often. So it
 * is loaded without that, for `runInTurn` tells of such errors with the file; then it does not know either to which suite
 * a test belongs that is declared behind an `await`.
 *
 * @param {boolean} followsPromises
 * @returns {Promise<Pick<typeof import("node:test"), "suite" | "test">>}
 */
export async function testRunner(followsPromises) {
  const { createHook } = asyncHooks;
  // The runner keeps this function when it is loaded.
  if (!followsPromises) asyncHooks.createHook = (callbacks) => createHook({ ...callbacks, trackPromises: false });
  try {
    return await import("node:test");
  } finally {
    asyncHooks.createHook = createHook;
  }
}
