import type { AwsPlace } from "../../protocol/aws/aws-places.ts";
import { type AwsClients, makeClients } from "../clients/make-clients.ts";
import { signInCommand } from "../credentials/credential-failure.ts";
import type { CredentialsProvider } from "../credentials/credentials-of-profile.ts";
import { kindOf, readProfiles, rootOf } from "../credentials/profiles.ts";
import { type AwsCaller, asking } from "./aws-failure.ts";

/** Clients of AWS for one profile and region. */
export interface AwsSession {
  readonly place: AwsPlace;
  readonly caller: AwsCaller;
  readonly clients: AwsClients;
  /** Runs requests. @throws TenantTrailError `aws-sign-in`, `aws-denied`, `aws-failed` and others; CancelledError. */
  ask<Result>(doing: string, work: (clients: AwsClients) => Promise<Result>): Promise<Result>;
  close(): void;
}

/** Makes the clients; nothing is asked of AWS, and no credentials are looked for before the first request. */
export async function openAwsSession(
  place: AwsPlace,
  credentials: CredentialsProvider,
  environment: NodeJS.ProcessEnv,
): Promise<AwsSession> {
  const { profile, region, endpoint } = place;
  const caller = await callerOf(profile, environment);
  const clients = makeClients({ region, credentials, ...(endpoint !== undefined && { endpoint }) });
  return {
    place,
    caller,
    clients,
    ask: (doing, work) => asking(caller, doing, () => work(clients)),
    close: () => clients.close(),
  };
}

async function callerOf(given: string | undefined, environment: NodeJS.ProcessEnv): Promise<AwsCaller> {
  const profile = given ?? environment["AWS_PROFILE"];
  const profiles = await readProfiles();
  if (profile === undefined && !profiles.has("default")) return { who: "the environment's credentials" };
  const name = profile ?? "default";
  const root = rootOf(profiles, name);
  const signIn = signInCommand(kindOf(profiles.get(root) ?? {}), root);
  return { who: `profile ${name}`, ...(signIn !== undefined && { signIn }) };
}
