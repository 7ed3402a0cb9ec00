import { delimiter, dirname, join } from "node:path";
import { findNode } from "../../../../scripts/lib/node.mjs";
import { installPython } from "../install/python.ts";
import { type Background, startInBackground } from "../processes/background.ts";

const startPatienceMs = 120_000;

/** Where a MiniStack is to run. */
export interface MiniStackPlace {
  readonly port: number;
  /** A folder of its own for what it writes. */
  readonly folder: string;
  /** What its functions take for AWS. */
  readonly endpoint: string;
}

/**
 * Starts MiniStack with nothing in it and with IAM enforced. Its functions run as processes of the Node that builds,
 * with no variable of this machine but `PATH`: Lambda gives them no `HOME` either.
 */
export async function startMiniStack({ port, folder, endpoint }: MiniStackPlace): Promise<Background> {
  const python = await installPython();
  const node = await findNode();
  return await startInBackground({
    name: "MiniStack",
    command: python,
    args: [join(import.meta.dirname, "checked.py")],
    cwd: folder,
    env: {
      PATH: [dirname(node), process.env["PATH"] ?? ""].join(delimiter),
      TMPDIR: folder,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      AUTH: "true",
      LAMBDA_EXECUTOR: "local",
      // A real Athena answers instead (gateway/); this one only checks who may ask.
      ATHENA_ENGINE: "mock",
      IOT_MTLS_ENABLED: "false",
      AWS_ENDPOINT_URL: endpoint,
      LOG_LEVEL: "WARNING",
      // What runs beside MiniStack lies among the sources.
      PYTHONDONTWRITEBYTECODE: "1",
    },
    patienceMs: startPatienceMs,
    ready: async () => (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok,
  });
}
