import { CancelledError, TenantTrailError, type TerminalCommand } from "../../protocol/errors.ts";

/** Who asked AWS: in words, and what signs them in again where something does. */
export interface AwsCaller {
  /** For example `profile work`. */
  readonly who: string;
  readonly signIn?: TerminalCommand;
}

/** Error codes of credentials that AWS no longer takes (docs "Common Errors" of STS and S3's error responses). */
const expired = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "UnrecognizedClientException",
  "TokenRefreshRequired",
]);

const denied = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AccessDeniedFault",
  "UnauthorizedOperation",
  "NotAuthorized",
  "Forbidden",
  "403",
]);

const throttled = new Set([
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "SlowDown",
  "RequestLimitExceeded",
]);

const network = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EPIPE|ENETUNREACH|TimeoutError/;

/**
 * What a request to AWS that failed means for a person, with the next step. Ours and cancellations stay what they are.
 * @param doing what was done, for example `listing stacks in eu-west-1`.
 */
export function awsFailure(error: unknown, { who, signIn }: AwsCaller, doing: string): Error {
  if (error instanceof TenantTrailError || error instanceof CancelledError) return error;
  const { name, message, region } = factsOf(error);
  if (name === "AbortError") return new CancelledError();
  if (expired.has(name))
    return new TenantTrailError(
      "aws-sign-in",
      `AWS no longer accepts the credentials of ${who}${signIn === undefined ? ". Renew them and try again." : `. Sign in with: ${signIn.join(" ")}`}`,
      { cause: error, ...(signIn !== undefined && { command: signIn }) },
    );
  if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed" || name === "301")
    return new TenantTrailError(
      "aws-failed",
      `${capital(doing)} failed: the bucket is in ${region === undefined ? "another region" : `region ${region}`}. Choose a connection there.`,
      { cause: error },
    );
  // SSM hands on what KMS says of a key (API reference of PutParameter and of GetParametersByPath: InvalidKeyId).
  if (name === "InvalidKeyId" || name.startsWith("KMS") || /is (?:pending deletion|disabled)\b/.test(message))
    return new TenantTrailError(
      "aws-failed",
      `${capital(doing)} failed, because its key cannot be used: ${sentence(message)} Enable it in KMS, or cancel its deletion there, then try again.`,
      { cause: error },
    );
  if (denied.has(name)) return deniedError(error, message, who, doing);
  if (throttled.has(name))
    return new TenantTrailError("throttled", `AWS asks to slow down while ${doing}. Try again in a minute.`, {
      cause: error,
    });
  if (network.test(`${name} ${message} ${codeOf(error)}`))
    return new TenantTrailError(
      "unreachable",
      `AWS could not be reached while ${doing}. Check the network and try again.`,
      {
        cause: error,
      },
    );
  return new TenantTrailError("aws-failed", `${capital(doing)} failed: ${sentence(message)}`, { cause: error });
}

/** Runs requests to AWS; what they throw becomes a failure that a person can act on. @throws as `awsFailure` makes. */
export async function asking<Result>(caller: AwsCaller, doing: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw awsFailure(error, caller, doing);
  }
}

/** The code of an error of the SDK, for example `NoSuchKey`. */
export function awsCodeOf(error: unknown): string {
  return factsOf(error).name;
}

function deniedError(error: unknown, message: string, who: string, doing: string): TenantTrailError {
  // "User: arn:… is not authorized to perform: s3:ListBucket on resource: …" (IAM user guide, access denied errors)
  const action = /not authorized to perform: ([\w-]+:[\w*]+)/.exec(message)?.[1];
  const what = action === undefined ? "" : ` (${action})`;
  const explicit = /explicit deny/.test(message) ? " A policy forbids it explicitly." : "";
  return new TenantTrailError(
    "aws-denied",
    `A permission is missing for ${who}${what}, which ${doing} needs.${explicit} Ask for it, or choose another profile.`,
    { cause: error },
  );
}

interface Facts {
  readonly name: string;
  readonly message: string;
  /** Where a bucket really is, as S3 answers. */
  readonly region: string | undefined;
}

function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return { name: "", message: String(error), region: undefined };
  const response = "$response" in error ? (error.$response as { headers?: Record<string, string> }) : undefined;
  const status = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  // A HEAD has no body, so its failure has no code but the status.
  const isNameless = error.name === "Error" || error.name === "UnknownError" || error.name === "Unknown";
  return {
    name: isNameless && status !== undefined ? String(status) : error.name,
    message: error.message,
    region: response?.headers?.["x-amz-bucket-region"],
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function sentence(message: string): string {
  const trimmed = message.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
