import { DeleteParameterCommand, PutParameterCommand, paginateDescribeParameters } from "@aws-sdk/client-ssm";
import type { StackTenant, TenantCredential } from "../../protocol/aws/stack-changes.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { isDay } from "../../protocol/log-day.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";
import type { CollectorOutputs } from "../stack/collector-outputs.ts";

/** Most characters of a parameter that costs nothing (https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html). */
const standardBytes = 4096;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where a tenant's credential is kept. */
type CredentialPlace = Pick<CollectorOutputs, "parameterPath" | "keyArn">;

/**
 * Keeps a tenant's credential for the functions, encrypted under the stack's own key; it replaces an earlier one of the
 * tenant. The secret goes to Parameter Store and nowhere else: no error, log or template holds it.
 *
 * @throws TenantTrailError `bad-argument` for a tenant or client id or a last day that is none; as `AwsSession.ask`; CancelledError.
 */
export async function putTenantCredential(
  session: AwsSession,
  { parameterPath, keyArn }: CredentialPlace,
  { tenantId, clientId, cloud, secret, expires }: TenantCredential,
  signal?: AbortSignal,
): Promise<void> {
  for (const [what, id] of [
    ["tenant", tenantId],
    ["client", clientId],
  ] as const)
    if (!guid.test(id)) throw new TenantTrailError("bad-argument", `The ${what} id is no GUID: ${JSON.stringify(id)}`);
  if (expires !== undefined && !isDay(expires))
    throw new TenantTrailError(
      "bad-argument",
      `The secret's last day is none: ${JSON.stringify(expires)}. Write it as YYYY-MM-DD.`,
    );
  const Value = JSON.stringify({ tenantId: tenantId.toLowerCase(), clientId, cloud, ...secret, expires });
  await session.ask(`keeping the credential of tenant ${tenantId}`, async ({ ssm }) => {
    try {
      await ssm.send(
        new PutParameterCommand({
          Name: `${parameterPath}${tenantId.toLowerCase()}`,
          Type: "SecureString",
          KeyId: keyArn,
          Overwrite: true,
          // A certificate with its chain and key may be longer than a parameter that is free.
          Tier: Buffer.byteLength(Value) > standardBytes ? "Advanced" : "Standard",
          Description: `TenantTrail: the app registration that reads tenant ${tenantId}`,
          Value,
        }),
        abortable(signal),
      );
    } catch (error) {
      throw withoutSecret(error, Value);
    }
  });
}

/** The tenants whose credential a stack keeps, by id; only the parameters' names are read. @throws as `AwsSession.ask`. */
export async function tenantsOfStack(
  session: AwsSession,
  { parameterPath }: CredentialPlace,
  signal?: AbortSignal,
): Promise<readonly StackTenant[]> {
  return session.ask("listing the stack's tenants", async ({ ssm: client }) => {
    const tenants: StackTenant[] = [];
    const filters = [{ Key: "Name", Option: "BeginsWith", Values: [parameterPath] }];
    for await (const page of paginateDescribeParameters({ client }, { ParameterFilters: filters }, abortable(signal)))
      for (const { Name = "", LastModifiedDate } of page.Parameters ?? []) {
        const keptAt = LastModifiedDate?.toISOString();
        tenants.push({ tenantId: Name.slice(parameterPath.length), ...(keptAt !== undefined && { keptAt }) });
      }
    return tenants.sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
  });
}

/**
 * Forgets a tenant's credential; its logs stay. One that is gone already is no failure.
 *
 * @param tenantId as `tenantsOfStack` tells it.
 * @throws as `AwsSession.ask`.
 */
export async function removeTenantCredential(
  session: AwsSession,
  { parameterPath }: CredentialPlace,
  tenantId: string,
  signal?: AbortSignal,
): Promise<void> {
  await session.ask(`forgetting the credential of tenant ${tenantId}`, async ({ ssm }) => {
    try {
      await ssm.send(new DeleteParameterCommand({ Name: `${parameterPath}${tenantId}` }), abortable(signal));
    } catch (error) {
      if (awsCodeOf(error) !== "ParameterNotFound") throw error;
    }
  });
}

/** SSM's messages quote what they refuse: a failure that holds the value is told without it. */
function withoutSecret(error: unknown, value: string): unknown {
  const words = bare(error instanceof Error ? error.message : String(error));
  // A key in PEM has many lines, of which a message may quote some.
  const parts = Object.values(JSON.parse(value) as Record<string, string>).flatMap((part) => part.split("\n"));
  if (!parts.some((part) => bare(part).length > 8 && words.includes(bare(part)))) return error;
  return new TenantTrailError("aws-failed", "Parameter Store refused the credential. Check the secret or certificate.");
}

/** A text as it is also when it was quoted as JSON, folded or escaped. */
function bare(text: string): string {
  return text.replace(/\\[nrt]|[\s\\"]/g, "");
}
