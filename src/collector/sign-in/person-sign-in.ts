import {
  type AccountInfo,
  AuthError,
  type AuthenticationResult,
  type Configuration,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from "@azure/msal-node";
import type { Host } from "../../protocol/service/host.ts";
import type { Clock } from "../clock.ts";
import { type BrowserParts, signInByBrowser } from "./browser-flow.ts";
import { signInByDeviceCode } from "./device-code-flow.ts";
import { unusableCredential } from "./unusable-credential.ts";

export interface PersonTokenRequest {
  readonly settings: Configuration;
  readonly tenantId: string;
  readonly flow: "browser" | "device-code";
  readonly scope: string;
  readonly refresh: boolean;
  /** False: only what is possible without the person. */
  readonly mayAsk: boolean;
  readonly host: Pick<Host, "openExternal" | "showDeviceCode">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * A token for a person: from the cache or with the refresh token, and when both fail by asking the person.
 * @throws MSAL's errors, which are not for showing; CollectError when the person is needed and may not be asked.
 */
export async function personToken(request: PersonTokenRequest): Promise<string | undefined> {
  const app = new PublicClientApplication(request.settings);
  const account = await accountOf(app, request.tenantId);
  const silent = account === undefined ? undefined : await silentToken(app, account, request);
  if (silent !== undefined) return silent.accessToken;
  if (!request.mayAsk) {
    throw unusableCredential("The sign-in has ended: sign in again by testing the tenant's connection.");
  }
  const { scope, host, clock, signal } = request;
  const parts: BrowserParts = { app, scopes: [scope], account, host, clock, signal };
  const result = await (request.flow === "browser" ? signInByBrowser(parts) : signInByDeviceCode(parts));
  return result?.accessToken;
}

async function accountOf(app: PublicClientApplication, tenantId: string): Promise<AccountInfo | undefined> {
  const accounts = await app.getTokenCache().getAllAccounts();
  return accounts.find((account) => account.tenantId.toLowerCase() === tenantId.toLowerCase());
}

/** Undefined when the person has to sign in again. */
async function silentToken(
  app: PublicClientApplication,
  account: AccountInfo,
  { scope, refresh }: PersonTokenRequest,
): Promise<AuthenticationResult | undefined> {
  try {
    return await app.acquireTokenSilent({ account, scopes: [scope], forceRefresh: refresh });
  } catch (error) {
    if (error instanceof InteractionRequiredAuthError || isEndedGrant(error)) return undefined;
    throw error;
  }
}

/** A refresh token that was revoked or has expired is refused as `invalid_grant` (RFC 6749 §5.2). */
function isEndedGrant(error: unknown): boolean {
  return error instanceof AuthError && error.errorCode === "invalid_grant";
}
