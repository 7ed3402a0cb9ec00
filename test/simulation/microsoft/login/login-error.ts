import { jsonAnswer, type SimulatedAnswer } from "../answer.ts";

/** A refusal of Microsoft Entra's token endpoint (graph.md §5.2). */
export class LoginError extends Error {
  override readonly name = "LoginError";
  readonly status: number;
  /** OAuth's `error`. */
  readonly error: string;
  /** The number after AADSTS. */
  readonly code: number;

  constructor(status: number, error: string, code: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.code = code;
  }
}

export const wrongSecret = (clientId: string): LoginError =>
  new LoginError(
    401,
    "invalid_client",
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  );

export const expiredSecret = (clientId: string): LoginError =>
  new LoginError(401, "invalid_client", 7000222, `The provided client secret keys for app '${clientId}' are expired.`);

export const noCredential = (): LoginError =>
  new LoginError(
    401,
    "invalid_client",
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );

export const noSuchApp = (clientId: string, tenant: string): LoginError =>
  new LoginError(
    400,
    "unauthorized_client",
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );

export const noSuchTenant = (tenant: string): LoginError =>
  new LoginError(
    400,
    "invalid_request",
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );

export const badAssertion = (reason: string): LoginError =>
  new LoginError(401, "invalid_client", 700027, `Client assertion failed signature validation. ${reason}`);

export const lateAssertion = (): LoginError =>
  new LoginError(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");

export const noSuchResource = (resource: string): LoginError =>
  new LoginError(
    400,
    "invalid_resource",
    500011,
    `The resource principal named ${resource} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  );

export const badGrant = (message: string): LoginError => new LoginError(400, "invalid_grant", 70000, message);

/** The envelope of the token endpoint, codes and all. */
export function loginErrorAnswer(error: LoginError, nowMs: number, traceId: string): SimulatedAnswer {
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const description = `AADSTS${error.code}: ${error.message} Trace ID: ${traceId} Correlation ID: ${traceId} Timestamp: ${timestamp}`;
  return jsonAnswer(error.status, {
    error: error.error,
    error_description: description,
    error_codes: [error.code],
    timestamp,
    trace_id: traceId,
    correlation_id: traceId,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  });
}
