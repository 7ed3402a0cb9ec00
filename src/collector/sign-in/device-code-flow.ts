import type { AuthenticationResult, DeviceCodeRequest } from "@azure/msal-node";
import { CancelledError } from "../../protocol/errors.ts";
import type { BrowserParts } from "./browser-flow.ts";
import { unusableCredential } from "./unusable-credential.ts";

/**
 * Device code (RFC 8628): many tenants block it and detections look for it, so only on request.
 * @throws MSAL's errors; CollectError when the code cannot be shown; CancelledError.
 */
export function signInByDeviceCode(
  parts: Pick<BrowserParts, "app" | "scopes" | "host" | "signal">,
): Promise<AuthenticationResult | null> {
  const { app, scopes, host, signal } = parts;
  return new Promise((resolve, reject) => {
    const stop = (error: Error) => {
      // MSAL looks at this between two of its polls.
      request.cancel = true;
      reject(error);
    };
    const request: DeviceCodeRequest = {
      scopes,
      deviceCodeCallback: ({ userCode, verificationUri }) => {
        host
          .showDeviceCode({ userCode, url: verificationUri })
          .catch(() => stop(unusableCredential("The device code could not be shown; try again.")));
      },
    };
    const cancel = () => stop(new CancelledError());
    signal.addEventListener("abort", cancel, { once: true });
    app
      .acquireTokenByDeviceCode(request)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", cancel));
  });
}
