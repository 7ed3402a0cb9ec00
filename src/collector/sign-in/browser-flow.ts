import { request as httpRequest } from "node:http";
import type { AccountInfo, AuthenticationResult, PublicClientApplication } from "@azure/msal-node";
import { minuteMs } from "../../base/time-units.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/service/host.ts";
import type { Clock } from "../clock.ts";
import { unusableCredential } from "./unusable-credential.ts";

export interface BrowserParts {
  readonly app: PublicClientApplication;
  readonly scopes: string[];
  readonly account: AccountInfo | undefined;
  readonly host: Pick<Host, "openExternal" | "showDeviceCode">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Enough for a password, a second factor and an administrator's consent. */
const patienceMs = 10 * minuteMs;

const page = (words: string) =>
  `<!doctype html><meta charset="utf-8"><title>TenantTrail</title><p>${words} This window can be closed.</p>`;

/**
 * Authorization code with PKCE in the person's own browser; MSAL listens on loopback for the answer.
 * @throws MSAL's errors; CollectError when the browser cannot be opened or nobody signs in; CancelledError.
 */
export async function signInByBrowser(parts: BrowserParts): Promise<AuthenticationResult> {
  const { app, scopes, account, host, clock, signal } = parts;
  const finished = new AbortController();
  const patience = AbortSignal.any([signal, finished.signal]);
  let waiting: Promise<void> = Promise.resolve();
  let late = false;
  const endWithoutPerson = async (url: string) => {
    try {
      await clock.sleep(patienceMs, patience);
      late = true;
    } catch {
      if (!signal.aborted) return;
    }
    await stopListening(url);
  };
  try {
    return await app.acquireTokenInteractive({
      scopes,
      ...(account === undefined ? { prompt: "select_account" } : { loginHint: account.username }),
      successTemplate: page("You are signed in."),
      errorTemplate: page("You are not signed in; the editor says why."),
      openBrowser: async (url) => {
        throwIfCancelled(signal);
        if (!(await host.openExternal(url))) {
          throw unusableCredential(
            "The browser could not be opened; sign in with a device code, if the tenant allows it.",
          );
        }
        waiting = endWithoutPerson(url);
      },
    });
  } catch (error) {
    throwIfCancelled(signal);
    if (late) throw unusableCredential(`Nobody signed in within ${patienceMs / minuteMs} minutes; try again.`);
    throw error;
  } finally {
    finished.abort();
    await waiting;
  }
}

/**
 * MSAL's listener cannot be cancelled and ends with an answer only, so it gets the answer of a person who declines.
 */
function stopListening(authorizeUrl: string): Promise<void> {
  const asked = new URL(authorizeUrl).searchParams;
  const { port } = new URL(asked.get("redirect_uri") ?? "");
  const body = new URLSearchParams({ error: "access_denied", state: asked.get("state") ?? "" }).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return new Promise((resolve) => {
    const request = httpRequest({ host: "127.0.0.1", port, method: "POST", path: "/", headers }, (response) => {
      response.resume();
      response.on("close", resolve);
    });
    // The listener has gone by itself: the person was quicker.
    request.on("error", () => resolve());
    request.end(body);
  });
}
