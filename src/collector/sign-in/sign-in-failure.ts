import { AuthError, InteractionRequiredAuthError, ServerError } from "@azure/msal-node";
import { CollectError } from "../collect-error.ts";
import { type RefusalContext, refusals, throttlingCodes, transientCodes } from "./aadsts.ts";
import type { SignInAnswer } from "./sign-in-network.ts";

export interface FailedSignIn extends RefusalContext {
  /** What Microsoft answered last, for MSAL drops the codes of some flows. */
  readonly answer?: SignInAnswer | undefined;
}

/**
 * A failed sign-in as a sentence that a person can act on. Nothing of the error but its code and its correlation id is
 * taken over, and it is no cause: MSAL's messages hold what the server wrote, which may be a secret sent back.
 */
export function signInFailure(error: unknown, context: FailedSignIn = {}): CollectError {
  const code = aadstsCode(error, context.answer);
  const status = statusOf(error, context.answer);
  const trace = ` (${label(error, code)})`;
  if (throttlingCodes.includes(code ?? "") || status === 429) {
    return new CollectError(
      "throttled",
      `${sentence(code === "50196" ? code : "90055", context)}${pause(context.answer)}${trace}`,
      again,
    );
  }
  if (transientCodes.includes(code ?? "") || (code === undefined && status !== undefined && status >= 500)) {
    return new CollectError("unreachable", `${sentence(code ?? "90033", context)}${trace}`, again);
  }
  return new CollectError("sign-in-failed", `${meaning(error, code, context)}${trace}`, { kind: "stop-tenant" });
}

const again = { kind: "again" } as const;

function aadstsCode(error: unknown, answer: SignInAnswer | undefined): string | undefined {
  if (error instanceof ServerError || error instanceof InteractionRequiredAuthError) {
    const errorNo = String(error.errorNo ?? "");
    if (/^\d{1,8}$/.test(errorNo)) return errorNo;
  }
  const named = error instanceof AuthError ? /AADSTS(\d{1,8})/.exec(error.errorMessage)?.[1] : undefined;
  return named ?? answer?.codes[0];
}

function statusOf(error: unknown, answer: SignInAnswer | undefined): number | undefined {
  return (error instanceof ServerError ? error.status : undefined) ?? answer?.status;
}

function meaning(error: unknown, code: string | undefined, context: FailedSignIn): string {
  if (code !== undefined && Object.hasOwn(refusals, code)) return sentence(code, context) + presented(context);
  if (code !== undefined) {
    return (
      "Microsoft refused the sign-in for a reason that TenantTrail does not know; what the code means is told at " +
      `https://login.microsoftonline.com/error?code=${code}.`
    );
  }
  const oauth =
    error instanceof AuthError ? errorWords(error).find((word) => Object.hasOwn(oauthErrors, word)) : undefined;
  return (
    (oauth === undefined ? undefined : oauthErrors[oauth]) ??
    "The sign-in failed for a reason that Microsoft did not name; check the tenant id, the client id and the credential."
  );
}

/** The device code flow puts the OAuth error where others have a message. */
function errorWords(error: AuthError): readonly string[] {
  return [error.errorCode, error.errorMessage];
}

/** Refusals that come without a code: those of a person's flows (RFC 6749 §4.1.2.1, RFC 8628 §3.5) and of MSAL. */
const oauthErrors: Readonly<Record<string, string>> = {
  access_denied: "The sign-in was declined in the browser; try again.",
  authorization_declined: "The sign-in was declined in the browser; try again.",
  expired_token: "The device code has expired before it was entered; try again.",
  device_code_expired: "The device code has expired before it was entered; try again.",
  bad_verification_code: "Microsoft does not know the device code any more; try again.",
  invalid_client: "Microsoft does not accept this client id with this credential; check both.",
  unauthorized_client: "The app may not sign in this way; check the app registration.",
};

function sentence(code: string, context: RefusalContext): string {
  const words = refusals[code] ?? "";
  return typeof words === "string" ? words : words(context);
}

/** What to set a federated credential to; with a secret or a certificate Microsoft names nothing of the kind. */
function presented({ credential, answer }: FailedSignIn): string {
  if (credential !== "assertion" || answer?.presented === undefined) return "";
  return ` Microsoft was shown the ${answer.presented.claim} '${answer.presented.value}'.`;
}

/** `Retry-After` as seconds; a date is left to the pacer. */
function pause(answer: SignInAnswer | undefined): string {
  const seconds = /^\d{1,6}$/.exec(answer?.retryAfter ?? "")?.[0];
  return seconds === undefined ? "" : ` Microsoft asks to wait ${seconds} seconds.`;
}

function label(error: unknown, code: string | undefined): string {
  const correlationId = error instanceof AuthError ? error.correlationId : "";
  const kind = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "error";
  const name = code === undefined ? `${kind} without AADSTS code` : `AADSTS${code}`;
  return /^[0-9a-f-]{36}$/i.test(correlationId) ? `${name}, correlation id ${correlationId}` : name;
}
