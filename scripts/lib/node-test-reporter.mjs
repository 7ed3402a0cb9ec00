import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { isSharedProcess, placeOf } from "./shared-tests/test-processes.mjs";

/**
 * A reporter for `node --test`: one line a file, and every failure in full. Of a process that runs several files each
 * has its line, and the one that it was at is named when the process broke off.
 *
 * @param {AsyncIterable<import("node:test/reporters").TestEvent>} source
 */
// biome-ignore lint/style/noDefaultExport: Node takes a reporter from the default export.
export default async function* report(source) {
  let own = { passed: 0, failed: 0 };
  for await (const event of source) {
    if (event.type === "test:pass" || event.type === "test:fail") {
      const { details, name, nesting } = event.data;
      const succeeded = event.type === "test:pass";
      if (details.type !== "suite") own[succeeded ? "passed" : "failed"] += 1;
      else if (nesting === 0 && name.endsWith(".test.ts")) {
        const outcome = own.failed > 0 ? `${own.passed} passed, ${own.failed} failed` : `${own.passed} passed`;
        yield `  ${succeeded ? "✓" : "✗"} ${name}: ${outcome} (${Math.round(details.duration_ms)} ms)\n`;
        own = { passed: 0, failed: 0 };
      }
    }
    if (event.type === "test:summary") own = { passed: 0, failed: 0 };
    if (event.type === "test:summary" && event.data.file !== undefined && !isSharedProcess(event.data.file)) {
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
      if (isSharedProcess(name)) {
        yield `  ✗ ${fileAt(name)}: the process that ran it broke off, and what was to run after it did not\n`;
        own = { passed: 0, failed: 0 };
      }
      const cause = error.cause instanceof Error ? error.cause : error;
      const place = file === undefined ? "" : ` (${relative(process.cwd(), file)}:${line})`;
      yield `  ✗ ${name}${place}\n${String(cause.stack ?? cause.message).replaceAll(/^/gm, "      ")}\n`;
    }
    if (event.type === "test:pass" && (event.data.skip !== undefined || event.data.todo !== undefined))
      yield `  ✗ ${event.data.name}: ${event.data.skip === undefined ? "to do" : "skipped"}\n`;
    if (event.type === "test:stderr") yield event.data.message;
  }
}

/** @param {string} module of a shared process that broke off. */
function fileAt(module) {
  try {
    return readFileSync(placeOf(module), "utf8");
  } catch {
    // The process removes it behind its last file, and never wrote it when it could not be loaded.
    return relative(process.cwd(), module);
  }
}
