import type { AwsPlace } from "../../protocol/aws/aws-places.ts";
import type { Host } from "../../protocol/service/host.ts";
import { type CredentialsProvider, credentialsOf } from "../credentials/credentials-of-profile.ts";
import { type AwsSession, openAwsSession } from "./aws-session.ts";

/** What AWS is asked with: who can be asked for an MFA code, and the process's environment and clock. */
export interface AwsWorld {
  readonly host: Pick<Host, "askMfaCode">;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The sessions of a process: one for each profile and region. Credentials are kept by profile, so that a person gives an
 * MFA code once and not for every region.
 */
export class AwsSessions {
  readonly #world: AwsWorld;
  readonly #credentials = new Map<string, CredentialsProvider>();
  readonly #sessions = new Map<string, Promise<AwsSession>>();

  constructor(world: AwsWorld) {
    this.#world = world;
  }

  /** The session of a place; it is closed with all others. */
  async of({ profile, region, endpoint }: AwsPlace): Promise<AwsSession> {
    const key = JSON.stringify([profile, region, endpoint]);
    const place = { region, ...(profile !== undefined && { profile }), ...(endpoint !== undefined && { endpoint }) };
    const held = this.#sessions.get(key);
    if (held !== undefined) return held;
    const session = openAwsSession(place, this.#credentialsOf(place), this.#world.environment);
    this.#sessions.set(key, session);
    return session;
  }

  /** Closes the connections of all sessions and forgets all credentials. */
  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    this.#credentials.clear();
    for (const session of sessions) (await session).close();
  }

  #credentialsOf({ profile, region, endpoint }: AwsPlace): CredentialsProvider {
    const key = JSON.stringify([profile, endpoint]);
    const held = this.#credentials.get(key);
    if (held !== undefined) return held;
    const credentials = credentialsOf({ profile, region, endpoint, ...this.#world });
    this.#credentials.set(key, credentials);
    return credentials;
  }
}
