import { loadSharedConfigFiles } from "@smithy/core/config";
import type { AwsProfile, AwsProfileKind } from "../../protocol/aws/aws-places.ts";

/** The settings of a profile as the shared files give them. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>;

/** Sections of the config file that are no profiles (AWS SDKs and Tools reference, "Format of the config file"). */
const noProfile = /^(?:sso-session|services)\./;

/**
 * The profiles of `~/.aws/config` and `~/.aws/credentials` (or of the files that `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` name) as the files are now; the SDK's own loader keeps what it read first for ever, and
 * reads what this call read. A file that is not there has none.
 */
export async function readProfiles(): Promise<ReadonlyMap<string, ProfileSettings>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return new Map(
    [...names]
      .filter((name) => !noProfile.test(name))
      .map((name) => [name, { ...configFile[name], ...credentialsFile[name] }]),
  );
}

/** Every profile of the shared files, and the environment's credentials where it has any. */
export async function listProfiles(environment: NodeJS.ProcessEnv): Promise<readonly AwsProfile[]> {
  const profiles = await readProfiles();
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  const own: AwsProfile = { kind: "environment", ...(region !== undefined && { region }) };
  const named = [...profiles].map(
    ([name, settings]): AwsProfile => ({
      name,
      kind: kindOf(settings),
      ...(settings["region"] !== undefined && { region: settings["region"] }),
      ...(settings["endpoint_url"] !== undefined && { endpoint: settings["endpoint_url"] }),
    }),
  );
  return hasOwnCredentials(environment) ? [own, ...named] : named;
}

/** Whether an environment has credentials that need no profile. */
export function hasOwnCredentials(environment: NodeJS.ProcessEnv): boolean {
  const has = (name: string): boolean => (environment[name] ?? "") !== "";
  return (
    (has("AWS_ACCESS_KEY_ID") && has("AWS_SECRET_ACCESS_KEY")) ||
    has("AWS_WEB_IDENTITY_TOKEN_FILE") ||
    has("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ||
    has("AWS_CONTAINER_CREDENTIALS_FULL_URI")
  );
}

/** How the SDK gets a profile's credentials: it takes the first of these that the profile has settings for. */
export function kindOf(settings: ProfileSettings): AwsProfileKind {
  const has = (name: string): boolean => settings[name] !== undefined;
  if (has("role_arn") && has("source_profile") !== has("credential_source")) return "role";
  if (has("aws_access_key_id") && has("aws_secret_access_key")) return "keys";
  if (has("web_identity_token_file") && has("role_arn")) return "web-identity";
  if (has("credential_process")) return "process";
  if (has("sso_session") || has("sso_start_url") || has("sso_account_id")) return "sso";
  return has("login_session") ? "login" : "none";
}

/**
 * The profile that a chain of assumed roles begins with: itself, or the last of its `source_profile`s. A circle ends at
 * the first profile that comes twice.
 */
export function rootOf(profiles: ReadonlyMap<string, ProfileSettings>, name: string): string {
  const seen = new Set<string>();
  for (let at = name; ; ) {
    seen.add(at);
    const source = profiles.get(at)?.["source_profile"];
    if (source === undefined || seen.has(source) || !profiles.has(source)) return at;
    at = source;
  }
}
