import { TenantTrailError } from "../protocol/errors.ts";

/**
 * Why a function could not read its credentials, in a sentence with the next step; it names no resource of AWS's words,
 * which a log must not hold. Names of errors: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 * @param path below which they are kept.
 */
export function parametersFailure(error: unknown, path: string): Error {
  if (!(error instanceof Error) || error instanceof TenantTrailError) return error as Error;
  const { name, message } = error;
  const said = (code: TenantTrailError["code"], why: string): TenantTrailError =>
    new TenantTrailError(code, `The credentials below ${path} could not be read: ${why}`, { cause: error });
  const isKeyLost = /pending deletion|is disabled/.test(message);
  if (isKeyLost || name === "InvalidKeyId" || name.startsWith("KMS"))
    return said(
      "aws-failed",
      "their key cannot be used. Cancel its deletion in KMS, or enable it there; the stack's output KeyArn names it.",
    );
  if (name === "AccessDeniedException") {
    const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? "kms:Decrypt";
    return said(
      "missing-permission",
      `the function's role may not ${action}. Update the stack, which allows it, and look for a policy that denies it.`,
    );
  }
  if (name === "ThrottlingException") return said("throttled", "AWS asks to slow down. The next run tries again.");
  const isOfNetwork = /ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|TimeoutError/.test(`${name} ${message}`);
  if (isOfNetwork) return said("unreachable", "Parameter Store does not answer. The next run tries again.");
  return said("aws-failed", `Parameter Store answered ${name}. The next run tries again.`);
}
