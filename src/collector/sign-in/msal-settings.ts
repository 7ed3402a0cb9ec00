import type { Configuration, ICachePlugin, INetworkModule } from "@azure/msal-node";
import type { Servers } from "../clouds.ts";
import type { SignInAccess } from "./sign-in-credential.ts";

/** What MSAL is told of the app and its tenant; only the credential is missing. */
export function msalSettings(
  access: Pick<SignInAccess, "tenantId" | "clientId">,
  servers: Servers,
  networkClient: INetworkModule,
  cachePlugin: ICachePlugin,
): Configuration {
  const { login } = servers;
  return {
    auth: {
      clientId: access.clientId,
      authority: `${login}/${access.tenantId}`,
      // With both, MSAL asks no server where to sign in: it stays with this cloud's host, or with the simulation.
      knownAuthorities: [new URL(login).host],
      authorityMetadata: JSON.stringify({
        authorization_endpoint: `${login}/{tenantid}/oauth2/v2.0/authorize`,
        token_endpoint: `${login}/{tenantid}/oauth2/v2.0/token`,
        end_session_endpoint: `${login}/{tenantid}/oauth2/v2.0/logout`,
        jwks_uri: `${login}/{tenantid}/discovery/v2.0/keys`,
        issuer: `${login}/{tenantid}/v2.0`,
      }),
    },
    cache: { cachePlugin },
    system: { networkClient, loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false } },
  };
}
