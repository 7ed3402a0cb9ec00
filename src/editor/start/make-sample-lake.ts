import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";

/**
 * Makes the sample lake in a process of its own, which is ended when the signal is aborted: no lake is left then.
 *
 * @param script absolute path of the bundled command line.
 * @param folder absolute path, made when it is missing; the lake is `lake` in it.
 * @param say gets what is being done, in words.
 * @throws TenantTrailError `write-failed` when it could not be made; CancelledError.
 */
export async function makeSampleLake(
  script: string,
  folder: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  // The desktop editor's binary is Electron and behaves as Node only when told to.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  const child = fork(script, ["sample", folder], { env, execArgv: [], silent: true });
  const end = (): void => void child.kill();
  signal.addEventListener("abort", end);
  let problem = "";
  child.stdout?.on("data", (text: Buffer) => say(text.toString("utf8").trim()));
  child.stderr?.on("data", (text: Buffer) => {
    problem += text.toString("utf8");
  });
  try {
    const [code] = await once(child, "close");
    if (signal.aborted) throw new CancelledError();
    if (code !== 0) {
      throw new TenantTrailError(
        "write-failed",
        t("The sample lake could not be made in {0}. {1}", folder, problem.trim()),
      );
    }
  } finally {
    signal.removeEventListener("abort", end);
  }
}
