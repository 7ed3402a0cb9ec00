import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installPython, javaHome } from "../install/python.ts";
import { installTrino } from "../install/trino.ts";
import { startInBackground } from "../processes/background.ts";
import { freePort } from "../processes/free-port.ts";
import { makeOwnFolder } from "../processes/own-folder.ts";

const startPatienceMs = 300_000;

/** A Trino without catalogs; each AWS that uses it makes one of its own. */
export interface Trino {
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts a Trino of one node on a free loopback port. */
export async function startTrino(): Promise<Trino> {
  const python = await installPython();
  const home = await installTrino(python);
  const java = join(await javaHome(python), "bin", "java");
  const folder = await makeOwnFolder("trino");
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const config = join(folder, "config.properties");
  await writeFile(config, configOf(address, port, home));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const server = await startInBackground({
      name: "Trino",
      command: java,
      args: [
        ...["-server", "-Xmx3G", "-XX:+UseG1GC", "-Djdk.attach.allowAttachSelf=true", "-Dfile.encoding=UTF-8"],
        `-Djava.io.tmpdir=${folder}`,
        `-Dconfig=${config}`,
        ...["-cp", join(home, "lib", "*"), "io.trino.server.TrinoServer"],
      ],
      cwd: folder,
      env: { PATH: process.env["PATH"] ?? "" },
      patienceMs: startPatienceMs,
      ready: () => isReady(address),
    });
    return {
      address,
      stop: async () => {
        await server.stop();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

function configOf(address: string, port: number, home: string): string {
  return [
    "coordinator=true",
    "node-scheduler.include-coordinator=true",
    `http-server.http.port=${port}`,
    `discovery.uri=${address}`,
    "query.max-memory-per-node=1GB",
    "node.environment=test",
    "node.id=one",
    "node.internal-address=127.0.0.1",
    "node.bind-ip=127.0.0.1",
    `plugin.dir=${join(home, "plugin")}`,
    "catalog.management=dynamic",
    "catalog.store=memory",
    "",
  ].join("\n");
}

async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/v1/info`);
  const info: unknown = await answer.json();
  return typeof info === "object" && info !== null && "starting" in info && info.starting === false;
}
