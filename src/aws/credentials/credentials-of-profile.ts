import { fromEnv, fromIni, fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentity } from "@smithy/types";
import { minuteMs } from "../../base/time-units.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/service/host.ts";
import { credentialFailure, unknownProfile } from "./credential-failure.ts";
import { stampOf } from "./credential-stamp.ts";
import { hasOwnCredentials, type ProfileSettings, readProfiles } from "./profiles.ts";

/** Gives credentials that hold now. The SDK's clients ask it for every request: it says itself what it keeps. */
export type CredentialsProvider = (() => Promise<AwsCredentialIdentity>) & { readonly memoized: true };

/** Credentials that end sooner than this are asked for anew, so that a request does not outlive them. */
const marginMs = minuteMs;

/** Whose credentials are asked for, and what that needs. */
export interface CredentialsRequest {
  /** Without one: `AWS_PROFILE`, else the environment's own credentials, else the profile `default`. */
  readonly profile?: string | undefined;
  /** Where roles are assumed when the profile names no region. */
  readonly region: string;
  /** Instead of AWS's own, for tests. */
  readonly endpoint?: string | undefined;
  readonly host: Pick<Host, "askMfaCode">;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Held {
  readonly stamp: string;
  readonly identity: AwsCredentialIdentity;
}

/**
 * The credentials of a profile, kept until a minute before they expire or until one of the files changes that they come
 * from.
 *
 * The provider throws TenantTrailError `aws-sign-in` with the command that signs in, `aws-profile`, `aws-denied`,
 * `unreachable`; CancelledError when no MFA code was given.
 */
export function credentialsOf(request: CredentialsRequest): CredentialsProvider {
  const { environment, now } = request;
  let held: Held | undefined;
  let asking: Promise<AwsCredentialIdentity> | undefined;

  const ask = async (): Promise<AwsCredentialIdentity> => {
    const profiles = await readProfiles();
    const profile = request.profile ?? environment["AWS_PROFILE"] ?? "default";
    const stamp = await stampOf(environment, chainOf(profiles, profile));
    if (held !== undefined && held.stamp === stamp && !expiresSoon(held.identity, now())) return held.identity;
    held = undefined;
    const identity = await resolve(request, profiles, profile);
    held = { stamp, identity };
    return identity;
  };
  const provide = (): Promise<AwsCredentialIdentity> => {
    // Requests that run at the same time wait for one answer, so that nobody is asked for two MFA codes.
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return Object.assign(provide, { memoized: true as const });
}

async function resolve(
  { profile: given, region, endpoint, host, environment }: CredentialsRequest,
  profiles: ReadonlyMap<string, ProfileSettings>,
  profile: string,
): Promise<AwsCredentialIdentity> {
  const isChosen = given !== undefined || environment["AWS_PROFILE"] !== undefined;
  if (!isChosen && (hasOwnCredentials(environment) || !profiles.has(profile))) return ownCredentials(environment);
  if (!profiles.has(profile)) throw unknownProfile(profile);
  let refused = false;
  try {
    return await fromIni({
      profile,
      // What a role is assumed in; `clientConfig.region` would also move SSO away from its own region.
      parentClientConfig: { region },
      ...(endpoint !== undefined && { clientConfig: { endpoint } }),
      mfaCodeProvider: async (serial) => {
        const code = await host.askMfaCode({ profile, serial });
        refused = code === undefined;
        if (code === undefined) throw new CancelledError();
        return code;
      },
    })();
  } catch (error) {
    if (refused) throw new CancelledError();
    if (error instanceof TenantTrailError || error instanceof CancelledError) throw error;
    throw credentialFailure(error, profiles, profile);
  }
}

async function ownCredentials(environment: NodeJS.ProcessEnv): Promise<AwsCredentialIdentity> {
  const hasKeys = environment["AWS_ACCESS_KEY_ID"] !== undefined;
  try {
    return await (hasKeys ? fromEnv() : fromNodeProviderChain())();
  } catch (error) {
    throw new TenantTrailError(
      "aws-profile",
      "There are no AWS credentials on this machine. Sign in with: aws login, or make a profile with: aws configure sso",
      { cause: error, command: ["aws", "login"] },
    );
  }
}

function chainOf(profiles: ReadonlyMap<string, ProfileSettings>, name: string): readonly ProfileSettings[] {
  const chain = new Map<string, ProfileSettings>();
  for (let at: string | undefined = name; at !== undefined && !chain.has(at); ) {
    const settings: ProfileSettings = profiles.get(at) ?? {};
    chain.set(at, settings);
    at = settings["source_profile"];
  }
  return [...chain.values()];
}

function expiresSoon({ expiration }: AwsCredentialIdentity, nowMs: number): boolean {
  return expiration !== undefined && expiration.getTime() - nowMs < marginMs;
}
