import { TenantTrailError, type TerminalCommand } from "../../protocol/errors.ts";
import { kindOf, type ProfileSettings, rootOf } from "./profiles.ts";

/** Names of failures of the network, as Node and the SDK give them. */
const network = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|TimeoutError|NetworkingError/;

/** What the SDK says of a profile that no login would mend (credential-provider-sso and -login, 3.97x). */
const misconfigured =
  /could not be found|missing required|Conflicting|invalid SSO credentials|does not contain|Detected a cycle|Could not resolve credentials/i;

/**
 * Why a profile gave no credentials, in a sentence with the next step. Nothing of the SDK's own words is taken over,
 * because they may hold the command line and the output of a `credential_process`.
 */
export function credentialFailure(
  error: unknown,
  profiles: ReadonlyMap<string, ProfileSettings>,
  profile: string,
): TenantTrailError {
  const said = wordsOf(error);
  const root = rootOf(profiles, profile);
  const kind = kindOf(profiles.get(root) ?? {});
  if (network.test(said))
    return new TenantTrailError(
      "unreachable",
      `AWS could not be reached for the credentials of profile ${profile}. Check the network and try again.`,
    );
  if (/MultiFactorAuthentication/i.test(said))
    return new TenantTrailError(
      "aws-profile",
      `AWS did not accept the MFA code for profile ${profile}. Wait for the next code and try again.`,
    );
  if (kind === "process")
    return new TenantTrailError(
      "aws-profile",
      `The credential_process of profile ${root} gave no usable credentials${exitOf(error)}. Run it in a terminal to see why.`,
    );
  if (/ForbiddenException|No access/.test(said))
    return new TenantTrailError(
      "aws-denied",
      `You have no access to the account and role of profile ${root}. Choose another profile, or ask who manages your AWS access portal.`,
    );
  const command = signInCommand(kind, root);
  if (command !== undefined && !misconfigured.test(said) && !isRefusedRole(said)) return signInNeeded(root, command);
  if (isRefusedRole(said))
    return new TenantTrailError(
      "aws-denied",
      `AWS does not let profile ${profile} assume its role. Check that the role trusts profile ${root}, and whether it asks for MFA (mfa_serial).`,
    );
  return brokenProfile(profile);
}

/** The sentence of a login that has expired or was never made, with the command that renews it. */
export function signInNeeded(profile: string, command: TerminalCommand): TenantTrailError {
  return new TenantTrailError(
    "aws-sign-in",
    `The AWS sign-in of profile ${profile} has expired or was never made. Sign in with: ${command.join(" ")}`,
    { command },
  );
}

/** What signs a profile in; nothing for one that no person signs in. */
export function signInCommand(kind: ReturnType<typeof kindOf>, profile: string): TerminalCommand | undefined {
  if (kind === "sso") return ["aws", "sso", "login", "--profile", profile];
  return kind === "login" ? ["aws", "login", "--profile", profile] : undefined;
}

export function unknownProfile(profile: string): TenantTrailError {
  return new TenantTrailError(
    "aws-profile",
    `There is no profile ${profile} in ~/.aws/config or ~/.aws/credentials. Choose another, or make it with: aws configure --profile ${profile}`,
  );
}

function brokenProfile(profile: string): TenantTrailError {
  return new TenantTrailError(
    "aws-profile",
    `Profile ${profile} gives no credentials. Check its settings in ~/.aws/config and ~/.aws/credentials, or choose another profile.`,
  );
}

function isRefusedRole(said: string): boolean {
  return /AccessDenied(?!Exception)|InvalidClientTokenId|not authorized to perform: sts:AssumeRole/.test(said);
}

/** All names and messages of an error and its causes; only ever searched, never shown. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  const inner = error.cause === undefined ? "" : wordsOf(error.cause);
  return `${error.name} ${code} ${error.message} ${inner}`;
}

function exitOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "number" ? ` (exit code ${code})` : "";
}
