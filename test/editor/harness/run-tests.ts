import Mocha from "mocha";
import { askBridge } from "./editor-window.ts";
import { trustWorkspace } from "./trust-workspace.ts";
import { bridgeVariable, grepVariable, restrictedVariable, type TestReport } from "./window-protocol.ts";

const testTimeoutMs = 60_000;
const restrictedTests = "restricted-mode.test.ts";

interface TestFile {
  readonly name: string;
  readonly load: () => Promise<unknown>;
}

/**
 * Runs inside the extension host: loads the test files, runs them with mocha and reports each test outside.
 * The workspace is trusted once and for all, so what restricted mode refuses is tested before.
 *
 * @throws Error when a test failed, which makes the editor end with 1.
 */
export async function runTests(files: readonly TestFile[]): Promise<void> {
  const address = process.env[bridgeVariable];
  if (address === undefined) throw new Error(`${bridgeVariable} is not set`);
  const restricted = files.filter(({ name }) => name === restrictedTests);
  if (restricted.length === 0) throw new Error(`There is no ${restrictedTests}`);
  let failures = 0;
  if (process.env[restrictedVariable] !== undefined) {
    failures += await runFiles(restricted, address);
    await trustWorkspace();
  }
  failures += await runFiles(
    files.filter((file) => !restricted.includes(file)),
    address,
  );
  await askBridge(address, { action: "end" });
  if (failures > 0) throw new Error(`${failures} editor tests failed`);
}

/** Runs test files in order. @returns how many tests failed. */
async function runFiles(files: readonly TestFile[], address: string): Promise<number> {
  const grep = process.env[grepVariable];
  const mocha = new Mocha({
    timeout: testTimeoutMs,
    forbidOnly: true,
    forbidPending: true,
    // Prints nothing: the process outside does.
    reporter: Mocha.reporters.Base,
    ...(grep && { grep }),
  });
  const reports: Promise<unknown>[] = [];
  const send = (report: TestReport): void => {
    reports.push(askBridge(address, { action: "report", report }));
  };
  for (const { name, load } of files) {
    mocha.suite.emit("pre-require", {}, name, mocha);
    try {
      await load();
    } catch (error) {
      send({ title: `loading ${name}`, passed: false, durationMs: 0, failure: failureOf(error) });
    }
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => send(reportOf(test)));
    runner.on("fail", (test, error) => send({ ...reportOf(test), passed: false, failure: failureOf(error) }));
  });
  await Promise.all(reports);
  return failures;
}

function reportOf(test: Mocha.Runnable): TestReport {
  return { title: test.fullTitle(), passed: true, durationMs: test.duration ?? 0 };
}

function failureOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
