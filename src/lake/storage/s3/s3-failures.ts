import { S3ServiceException } from "@aws-sdk/client-s3";
import { CancelledError, TenantTrailError } from "../../../protocol/errors.ts";
import { hasCode } from "../file-errors.ts";
import { addressOf, type S3Place } from "./s3-place.ts";

/** What was asked of S3, by the permission that it needs. */
export type S3Action =
  | "s3:GetObject"
  | "s3:PutObject"
  | "s3:ListBucket"
  | "s3:PutObjectTagging"
  | "s3:GetObjectTagging";

interface Asked {
  readonly place: S3Place;
  readonly action: S3Action;
  readonly path: string;
}

const networkCodes = [
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ERR_STREAM_PREMATURE_CLOSE",
];

const diskCodes = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EMFILE", "ENFILE", "ENOENT", "EEXIST"];

export function isAborted(error: unknown): boolean {
  return error instanceof CancelledError || (error instanceof Error && error.name === "AbortError");
}

/** Whether this machine's disk is the reason, and not S3. */
export function isOfDisk(error: unknown): boolean {
  return hasCode(error, ...diskCodes);
}

/** There is no such object. That there is no such bucket is something else. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) !== "NoSuchBucket";
}

/** Somebody else writes the same key at this moment. */
export function isConcurrentWrite(error: unknown): boolean {
  return statusOf(error) === 409;
}

/** The condition of a write does not hold. */
export function isConditionFailed(error: unknown): boolean {
  return statusOf(error) === 412;
}

/** Whether nobody knows what became of a request, or whether the same one may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return status >= 500 || status === 429 || status === 408 || isOfNetwork(error);
}

function isOfNetwork(error: unknown): boolean {
  return nameOf(error) === "TimeoutError" || nameOf(error) === "RequestTimeout" || hasCode(error, ...networkCodes);
}

/**
 * A failed request in one sentence with the next step, as
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html names its causes.
 */
export function s3Failure(error: unknown, asked: Asked): Error {
  if (error instanceof TenantTrailError) return error;
  if (isAborted(error)) return new CancelledError();
  const { place, path, action } = asked;
  const address = addressOf(place, path);
  const said = (code: TenantTrailError["code"], message: string) =>
    new TenantTrailError(code, message, { cause: error });
  const [name, status] = [nameOf(error), statusOf(error)];
  if (status === 301 || name === "AuthorizationHeaderMalformed" || name === "IllegalLocationConstraintException")
    return said("lake-missing", otherRegion(place, error));
  if (name === "NoSuchBucket")
    return said(
      "lake-missing",
      `There is no bucket ${place.bucket}: it was deleted, or its name or the profile is another one. Choose the connection again.`,
    );
  if (name.startsWith("KMS.") || (status === 403 && /kms:/i.test(messageOf(error))))
    return said(
      action === "s3:PutObject" ? "write-failed" : "read-failed",
      `The key that encrypts ${address} cannot be used (${messageOf(error)}). Enable it in KMS, or allow kms:Decrypt and kms:GenerateDataKey on it.`,
    );
  const login = loginFailure(name, messageOf(error));
  if (login !== undefined) return said("sign-in-failed", login);
  if (name === "InvalidObjectState")
    return said(
      "read-failed",
      `The object ${address} was moved to an archive. Restore it in S3, and take the bucket's rule that moves slices to archives away.`,
    );
  if (status === 403) return said("missing-permission", noPermission(asked));
  if (status === 503 || status === 429)
    return said("throttled", `S3 asked to slow down at ${address}. Nothing is lost: run it again in a minute.`);
  if (isPassing(error))
    return said(
      "unreachable",
      `S3 does not answer at ${address} (${reasonOf(error)}). Check the connection to AWS, then run it again.`,
    );
  const failed = action === "s3:PutObject" || action === "s3:PutObjectTagging" ? "write-failed" : "read-failed";
  return said(failed, `S3 refused ${action} at ${address}: ${reasonOf(error)}.`);
}

function otherRegion({ bucket }: S3Place, error: unknown): string {
  const region = regionOf(error);
  const where = region === undefined ? "another region" : `the region ${region}`;
  return `The bucket ${bucket} is in ${where}. Choose the connection again with ${region ?? "that region"}.`;
}

function noPermission({ place, action, path }: Asked): string {
  const resource = action === "s3:ListBucket" ? `arn:aws:s3:::${place.bucket}` : `arn:aws:s3:::${place.bucket}/*`;
  const hidden =
    action === "s3:GetObject"
      ? ` Without s3:ListBucket on arn:aws:s3:::${place.bucket} S3 also answers so for what is not there.`
      : "";
  const foreign =
    place.owner === undefined ? "" : ` The bucket must also belong to account ${place.owner}, whose stack names it.`;
  return `The permission ${action} is missing at ${addressOf(place, path)}. Allow it on ${resource} in the role or user, and look for a policy of the bucket that denies it.${hidden}${foreign}`;
}

function loginFailure(name: string, message: string): string | undefined {
  if (/^(?:ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)$/.test(name))
    return "The AWS credentials have expired. Sign in to AWS again, then run it again.";
  if (name === "RequestTimeTooSkewed")
    return "The clock of this computer is wrong by more than 15 minutes, so AWS refuses its requests. Set the clock, then run it again.";
  if (/^(?:InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|InvalidSecurity)$/.test(name))
    return `AWS does not know these credentials (${name}). Check the profile's keys, or sign in to AWS again.`;
  if (/^(?:CredentialsProviderError|TokenProviderError)$/.test(name))
    return `There are no AWS credentials to use: ${message.replace(/\.$/, "")}. Sign in to AWS or choose another profile.`;
  return undefined;
}

function regionOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const inBody = "Region" in error ? error.Region : undefined;
  const inHeader = error instanceof S3ServiceException ? error.$response?.headers["x-amz-bucket-region"] : undefined;
  const region = inBody ?? inHeader;
  return typeof region === "string" && region !== "" ? region : undefined;
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reasonOf(error: unknown): string {
  const [name, message] = [nameOf(error), messageOf(error).replace(/\.$/, "")];
  return name === "" || name === "Error" || message.startsWith(name) ? message : `${name}: ${message}`;
}
