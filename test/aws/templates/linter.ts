import { installOnce } from "../../../scripts/lib/install-once.mjs";
import { run } from "../../../scripts/lib/processes.mjs";
import { pythonOf, systemPython } from "../stand-in/install/python.ts";
import { orUnavailable } from "../stand-in/install/unavailable.ts";

/** A linter of the Python registry, in a virtual environment of its own: checkov wants another botocore than the rest. */
export interface Linter {
  readonly name: string;
  readonly version: string;
}

/** @returns the environment's `python`. @throws {Unavailable} when Python or the registry is not there. */
export async function installLinter({ name, version }: Linter): Promise<string> {
  const folder = await installOnce(`${name}-${version}`, async (into) => {
    const python = await systemPython();
    console.log(`Installing ${name} from the Python registry…`);
    await orUnavailable("Python cannot make a virtual environment (install python3-venv)", () =>
      run(python, ["-m", "venv", into]),
    );
    await orUnavailable(`The Python registry did not give ${name}`, () =>
      run(pythonOf(into), ["-m", "pip", "install", "-q", "--disable-pip-version-check", `${name}==${version}`]),
    );
  });
  return pythonOf(folder);
}
