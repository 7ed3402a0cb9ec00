import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../../scripts/lib/paths.mjs";
import { Bridge } from "./bridge.ts";
import { perform, screenshot } from "./perform.ts";
import { bridgeVariable, grepVariable, type TestReport } from "./window-protocol.ts";

/** An editor that runs the test module. */
export interface EditorUnderTest {
  page(): Promise<Page>;
  /** What the editor ended with: 0 when every test passed. */
  readonly exitCode: Promise<number>;
  /** Everything that the editor printed. */
  log(): string;
  close(): Promise<void>;
}

/** What an editor needs for a run. */
export interface RunPlace {
  /** A fresh folder for the editor's own data, removed afterwards. */
  readonly data: string;
  /** A fresh folder to open as the workspace, removed afterwards. */
  readonly workspace: string;
  /** Variables that the extension host must inherit. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly grep?: string | undefined;
  readonly timeoutMs: number;
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Opens an editor, lets it run the bundled tests, prints each as it ends, and counts them. */
export async function runInEditor(
  open: (place: RunPlace) => Promise<EditorUnderTest>,
  { grep, timeoutMs }: RunOptions,
): Promise<Totals> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-editor-"));
  const place = { data: join(folder, "data"), workspace: join(folder, "workspace") };
  await mkdir(place.data);
  await mkdir(place.workspace);
  const reports: TestReport[] = [];
  let ended = false;
  let editor: EditorUnderTest | undefined;
  const bridge = await Bridge.start(async (request) => {
    if (request.action === "end") {
      ended = true;
      return undefined;
    }
    const page = await editor?.page();
    if (page === undefined) throw new Error("The editor has no window yet");
    if (request.action !== "report") return perform(page, request);
    reports.push(request.report);
    print(request.report);
    return request.report.passed ? undefined : screenshot(page, `failed-${request.report.title}`);
  });
  try {
    const env = { [bridgeVariable]: bridge.address, ...(grep !== undefined && { [grepVariable]: grep }) };
    editor = await open({ ...place, env });
    const end = await endOf(editor.exitCode, timeoutMs);
    const failed = reports.filter((report) => !report.passed).length;
    const broken = !ended || (end !== "exit code 0" && failed === 0);
    if (broken) {
      console.log(`  ✗ The editor's tests broke off: ${end} (out/editor-tests.log)`);
      await screenshot(await editor.page(), "broke-off").catch((error) =>
        console.log(`  no picture: ${error.message}`),
      );
    }
    return { passed: reports.length - failed, failed: failed + (broken ? 1 : 0) };
  } finally {
    await editor?.close();
    bridge.close();
    await writeLog(editor?.log() ?? "");
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** How the editor ended, in words. */
async function endOf(exitCode: Promise<number>, timeoutMs: number): Promise<string> {
  const { promise: timedOut, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve(`no end within ${timeoutMs / 1000} s`), timeoutMs);
  try {
    return await Promise.race([exitCode.then((code) => `exit code ${code}`), timedOut]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

function print({ title, passed, durationMs, failure }: TestReport): void {
  console.log(`  ${passed ? "✓" : "✗"} ${title} (${Math.round(durationMs)} ms)`);
  if (failure !== undefined) console.log(failure.replaceAll(/^/gm, "      "));
}

async function writeLog(log: string): Promise<void> {
  await mkdir(join(root, "out"), { recursive: true });
  await writeFile(join(root, "out", "editor-tests.log"), log);
}
