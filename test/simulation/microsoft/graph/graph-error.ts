import { jsonAnswer, type SimulatedAnswer } from "../answer.ts";

/** A refusal of Microsoft Graph; codes and texts are those of graph.md §2.4. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const invalidFilter = (): GraphError => new GraphError(400, "BadRequest", "Invalid filter clause");

export const invalidSkipToken = (isNull: boolean): GraphError =>
  isNull
    ? new GraphError(400, "UnknownError", "Invalid Skip Token, skip token is null")
    : new GraphError(400, "", "Invalid Skip Token");

export const optionNotAllowed = (option: string): GraphError =>
  new GraphError(
    400,
    "BadRequest",
    `Query option '${option}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.`,
  );

export const noPremiumLicence = (): GraphError =>
  new GraphError(
    403,
    "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
    "Neither tenant is B2C or tenant doesn't have premium license",
  );

export const missingPermission = (permission: string): GraphError =>
  new GraphError(
    403,
    "Authentication_MSGraphPermissionMissing",
    `Calling principal does not have required MSGraph permissions ${permission}`,
  );

/** A record that the service itself cannot read, so that no page with it is made. */
export const unreadable = (): GraphError => new GraphError(500, "UnknownError", "An error has occurred.");

export const invalidToken = (message: string): GraphError => new GraphError(401, "InvalidAuthenticationToken", message);

export const noSuchSegment = (segment: string): GraphError =>
  new GraphError(404, "ResourceNotFound", `Resource not found for the segment '${segment}'.`);

/** The envelope of every refusal; `innerError` carries what support asks for. */
export function graphErrorAnswer(
  error: GraphError,
  nowMs: number,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer {
  const date = new Date(nowMs).toISOString().slice(0, 19);
  const innerError = { date, "request-id": requestId, "client-request-id": requestId };
  return jsonAnswer(error.status, { error: { code: error.code, message: error.message, innerError } }, headers);
}
