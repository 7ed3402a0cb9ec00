import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { getSSOTokenFilepath } from "@smithy/core/config";
import type { ProfileSettings } from "./profiles.ts";

/**
 * A text that changes when a file changes that the credentials of some profiles come from: the shared files, the tokens
 * that `aws sso login` and `aws login` keep, and the token of a web identity.
 */
export async function stampOf(environment: NodeJS.ProcessEnv, settings: readonly ProfileSettings[]): Promise<string> {
  const home = (...path: string[]): string => join(environment["HOME"] ?? homedir(), ...path);
  const shared = [
    environment["AWS_CONFIG_FILE"] ?? home(".aws", "config"),
    environment["AWS_SHARED_CREDENTIALS_FILE"] ?? home(".aws", "credentials"),
  ];
  const tokens = settings.flatMap((each) => tokenFiles(environment, each));
  return (await Promise.all([...shared, ...tokens].map(stampOfFile))).join("\n");
}

function tokenFiles(environment: NodeJS.ProcessEnv, settings: ProfileSettings): readonly string[] {
  const sso = settings["sso_session"] ?? settings["sso_start_url"];
  const login = settings["login_session"];
  const web = settings["web_identity_token_file"];
  const logins = environment["AWS_LOGIN_CACHE_DIRECTORY"] ?? join(homedir(), ".aws", "login", "cache");
  return [
    ...(sso === undefined ? [] : [getSSOTokenFilepath(sso)]),
    ...(login === undefined ? [] : [join(logins, `${createHash("sha256").update(login).digest("hex")}.json`)]),
    ...(web === undefined ? [] : [web]),
  ];
}

async function stampOfFile(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${path} ${mtimeMs} ${size} ${ino}`;
  } catch {
    // What cannot be looked at is as good as absent: the SDK says why when it reads it.
    return `${path} -`;
  }
}
