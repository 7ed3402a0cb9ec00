import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, without a trailing separator. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Where downloads shared by all checkouts are kept: `XDG_CACHE_HOME`, or the platform's own place. */
export function cacheFolder() {
  return join(process.env["XDG_CACHE_HOME"] || platformCache(), "tenanttrail");
}

function platformCache() {
  if (process.platform === "win32") return process.env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return join(homedir(), ".cache");
}
