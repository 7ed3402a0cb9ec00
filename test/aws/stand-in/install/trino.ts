import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { installOnce } from "../../../../scripts/lib/install-once.mjs";
import { run } from "../../../../scripts/lib/processes.mjs";
import { orUnavailable, Unavailable } from "./unavailable.ts";

const version = "476";

const server = {
  artifact: "trino-server-core",
  packaging: "tar.gz",
  sha256: "0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158",
};
const hive = {
  artifact: "trino-hive",
  packaging: "zip",
  sha256: "611bacdb07d9f3cf7b9d47f97ecc76fa2e7ff8bfe8a9728c3d06adc1bfb8662e",
};

/**
 * Trino and its Hive connector from Maven Central (430 MB, once), unpacked in the cache.
 *
 * @param python what unpacks the archives.
 * @returns the folder with `lib/` and `plugin/`.
 * @throws {Unavailable} when Maven is missing, the registry does not answer, or it gives other bytes than were tried.
 */
export async function installTrino(python: string): Promise<string> {
  return await installOnce(`trino-${version}`, async (into) => {
    console.log("Downloading Trino (430 MB) from Maven Central…");
    const repository = join(into, "repository");
    await run(python, ["-m", "tarfile", "-e", await download(server, repository), into]);
    await moveUp(into, `trino-server-core-${version}`);
    const plugin = join(into, "plugin");
    await run(python, ["-m", "zipfile", "-e", await download(hive, repository), plugin]);
    await rename(join(plugin, `trino-hive-${version}`), join(plugin, "hive"));
    await rm(repository, { recursive: true });
  });
}

async function download(archive: typeof server, repository: string): Promise<string> {
  const coordinates = `io.trino:${archive.artifact}:${version}:${archive.packaging}`;
  await mkdir(repository, { recursive: true });
  await orUnavailable("The stand-in for Athena needs Maven (mvn)", () => run("mvn", ["--version"]));
  await orUnavailable(`Maven Central did not give ${coordinates}`, () =>
    run("mvn", [
      ...["--quiet", "--batch-mode", `-Dmaven.repo.local=${repository}`],
      ...["dependency:get", "-Dtransitive=false", `-Dartifact=${coordinates}`],
    ]),
  );
  const file = `${archive.artifact}-${version}.${archive.packaging}`;
  const downloaded = join(repository, "io", "trino", archive.artifact, version, file);
  const hash = createHash("sha256");
  await pipeline(createReadStream(downloaded), hash);
  if (hash.digest("hex") !== archive.sha256)
    throw new Unavailable(`${coordinates} is not the file that was tried: its SHA-256 differs.`);
  return downloaded;
}

async function moveUp(into: string, folder: string): Promise<void> {
  for (const name of await readdir(join(into, folder))) await rename(join(into, folder, name), join(into, name));
  await rm(join(into, folder), { recursive: true });
}
