import type { TenantCredential } from "../protocol/aws/stack-changes.ts";
import { type CloudName, cloudNames } from "../protocol/collector.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { isDay } from "../protocol/log-day.ts";
import { tenantCredential } from "../service/deploying/tenant-credential.ts";
import { readSecret } from "./read-secret.ts";

/** What the options of `npm run deploy` say of a tenant. */
export interface GivenTenant {
  readonly tenant?: string | undefined;
  readonly client?: string | undefined;
  readonly cloud: string;
  readonly expires?: string | undefined;
  readonly "secret-fd"?: string | undefined;
}

/**
 * The credential that the options name, with its secret, which is asked for last; undefined when they name no tenant.
 *
 * @param nowMs milliseconds since 1970.
 * @throws TenantTrailError `bad-argument` that names the option or field.
 */
export async function givenCredential(given: GivenTenant, nowMs: number): Promise<TenantCredential | undefined> {
  const { tenant, client, cloud, expires } = given;
  if (tenant === undefined) {
    if (client !== undefined || expires !== undefined || given["secret-fd"] !== undefined)
      throw new TenantTrailError("bad-argument", "--client, --expires and --secret-fd need --tenant.");
    return undefined;
  }
  if (client === undefined || !isCloud(cloud))
    throw new TenantTrailError(
      "bad-argument",
      `--tenant needs --client, and --cloud one of: ${cloudNames.join(", ")}.`,
    );
  if (expires !== undefined && !isDay(expires))
    throw new TenantTrailError("bad-argument", `--expires takes a day as YYYY-MM-DD, not ${JSON.stringify(expires)}.`);
  const known = { tenantId: tenant, clientId: client, cloud };
  // The ids are looked at before anybody types a secret for them.
  tenantCredential({ ...known, credential: { kind: "secret", secret: "?" } }, nowMs);
  const secret = await readSecret(`Client secret of ${client} (not shown): `, given["secret-fd"]);
  const credential = tenantCredential({ ...known, credential: { kind: "secret", secret } }, nowMs);
  return expires === undefined ? credential : { ...credential, expires };
}

function isCloud(name: string): name is CloudName {
  return (cloudNames as readonly string[]).includes(name);
}
