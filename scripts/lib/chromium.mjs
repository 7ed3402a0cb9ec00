import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./paths.mjs";
import { run } from "./processes.mjs";
import { whileLocked } from "./while-locked.mjs";

/** Flags for a browser that tests drive: no sandbox in containers, and no traffic of its own. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Finds a Chromium or Chrome: `CHROME_PATH`, the `PATH`, then the platform's usual places. On Debian and as root
 * it installs one.
 *
 * @returns {Promise<string | undefined>} the path of an executable.
 */
export async function findChromium() {
  const named = process.env["CHROME_PATH"];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names a file that does not exist: ${named}`);
    return named;
  }
  const found = candidates().find((file) => existsSync(file));
  if (found !== undefined || !canInstall()) return found;
  await mkdir(cacheFolder(), { recursive: true });
  return whileLocked(join(cacheFolder(), "chromium.lock"), async () => {
    const installed = candidates().find((file) => existsSync(file));
    if (installed !== undefined) return installed;
    console.log("Installing Chromium (apt-get install chromium)…");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { env });
    return candidates().find((file) => existsSync(file));
  });
}

/** True on Debian itself: Ubuntu's package of the same name is an empty shell around a snap. */
function canInstall() {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") && !existsSync("/etc/lsb-release");
}

function candidates() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => names.map((n) => join(folder, n)));
  if (process.platform === "darwin")
    return [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      ...onPath,
    ];
  if (process.platform === "win32")
    return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) => {
      const folder = process.env[variable];
      return folder === undefined
        ? []
        : [
            join(folder, "Google", "Chrome", "Application", "chrome.exe"),
            join(folder, "Chromium", "Application", "chrome.exe"),
          ];
    });
  return onPath;
}
