// Calls the functions' code as Lambda does: node call-artifact.mjs INDEX EVENT REMAINING_MS, in Lambda's environment.
// Prints, last, one line of JSON: what it answered or why it failed, and what it took.
const startedMs = performance.now();
const [index = "", event = "{}", remaining = "0"] = process.argv.slice(2);
const { handler } = await import(index);
const loadedMs = performance.now();
const context = {
  awsRequestId: "5a3f1e00-0000-4000-8000-00000000ca11",
  getRemainingTimeInMillis: () => Number(remaining) - (performance.now() - loadedMs),
};
const answered = await handler(JSON.parse(event), context).then(
  (/** @type {unknown} */ report) => ({ report }),
  (/** @type {Error} */ error) => ({ error: error.message }),
);
const figures = {
  loadMs: Math.round(loadedMs - startedMs),
  runMs: Math.round(performance.now() - loadedMs),
  remainingMs: Math.round(context.getRemainingTimeInMillis()),
  peakMB: Math.round(process.resourceUsage().maxRSS / 1000),
};
process.stdout.write(`\n${JSON.stringify({ ...answered, ...figures })}\n`, () => process.exit(0));
