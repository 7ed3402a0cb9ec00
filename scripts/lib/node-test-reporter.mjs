import { relative } from "node:path";

/**
 * A reporter for `node --test`: one line a file, and every failure in full.
 *
 * @param {AsyncIterable<import("node:test/reporters").TestEvent>} source
 */
// biome-ignore lint/style/noDefaultExport: Node takes a reporter from the default export.
export default async function* report(source) {
  for await (const event of source) {
    if (event.type === "test:summary" && event.data.file !== undefined) {
      const { counts, duration_ms, file, success } = event.data;
      const failed = counts.tests - counts.passed;
      const outcome = failed > 0 ? `${counts.passed} passed, ${failed} failed` : `${counts.passed} passed`;
      yield `  ${success ? "✓" : "✗"} ${relative(process.cwd(), file)}: ${outcome} (${Math.round(duration_ms)} ms)\n`;
    }
    if (event.type === "test:fail") {
      const { name, file, line, details } = event.data;
      /** @type {Error & { failureType?: string }} */
      const error = details.error;
      if (error.failureType === "subtestsFailed") continue;
      const cause = error.cause instanceof Error ? error.cause : error;
      const place = file === undefined ? "" : ` (${relative(process.cwd(), file)}:${line})`;
      yield `  ✗ ${name}${place}\n${String(cause.stack ?? cause.message).replaceAll(/^/gm, "      ")}\n`;
    }
    if (event.type === "test:pass" && (event.data.skip !== undefined || event.data.todo !== undefined))
      yield `  ✗ ${event.data.name}: ${event.data.skip === undefined ? "to do" : "skipped"}\n`;
    if (event.type === "test:stderr") yield event.data.message;
  }
}
