import { ConfidentialClientApplication, type Configuration, type NodeAuthOptions } from "@azure/msal-node";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import { clientCertificate } from "./certificate.ts";
import type { SignInCredential } from "./sign-in-credential.ts";
import { unusableCredential } from "./unusable-credential.ts";

export type AppCredential = Exclude<SignInCredential, { readonly kind: "person" }>;

export interface AppTokenRequest {
  readonly settings: Configuration;
  readonly credential: AppCredential;
  readonly scope: string;
  readonly refresh: boolean;
  readonly nowMs: number;
}

/** An app's own token. @throws MSAL's errors, which are not for showing; CollectError for an unusable credential. */
export async function appToken(request: AppTokenRequest): Promise<string | undefined> {
  const auth = { ...request.settings.auth, ...clientAuth(request.credential, request.nowMs) };
  const app = new ConfidentialClientApplication({ ...request.settings, auth });
  const result = await app.acquireTokenByClientCredential({
    scopes: [request.scope],
    skipCache: request.refresh,
    // Otherwise an environment variable could send the credential to a regional host.
    azureRegion: "DisableMsalForceRegion",
  });
  return result?.accessToken;
}

function clientAuth(
  credential: AppCredential,
  nowMs: number,
): Pick<NodeAuthOptions, "clientSecret" | "clientCertificate" | "clientAssertion"> {
  switch (credential.kind) {
    case "secret":
      return { clientSecret: credential.secret.trim() };
    case "certificate":
      return { clientCertificate: clientCertificate(credential, nowMs) };
    case "assertion":
      return { clientAssertion: () => fetchAssertion(credential.assertion) };
  }
}

async function fetchAssertion(assertion: () => Promise<string>): Promise<string> {
  try {
    return await assertion();
  } catch (error) {
    if (error instanceof TenantTrailError || error instanceof CancelledError) throw error;
    const name = error instanceof Error ? error.name : "error";
    throw unusableCredential(`The assertion for signing in could not be fetched (${name}).`);
  }
}
