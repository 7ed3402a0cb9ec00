/**
 * A reporter for `node --test` that writes only the totals, as JSON.
 *
 * @param {AsyncIterable<import("node:test/reporters").TestEvent>} source
 */
// biome-ignore lint/style/noDefaultExport: Node takes a reporter from the default export.
export default async function* totals(source) {
  let passed = 0;
  for await (const event of source) {
    if (event.type !== "test:summary") continue;
    const { counts, file } = event.data;
    // Counted file by file, because the sum calls a file without a test a passed one.
    if (file !== undefined) passed += counts.passed;
    // A test that is skipped or put off proves nothing, so it counts as failed.
    else yield JSON.stringify({ passed, failed: counts.tests - counts.passed });
  }
}
