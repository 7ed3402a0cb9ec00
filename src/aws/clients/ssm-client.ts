import { SSMClient } from "@aws-sdk/client-ssm";
import type { AwsAccess } from "./aws-access.ts";
import { clientSettings } from "./client-settings.ts";

/** A client for Systems Manager, which keeps the credentials of tenants. */
export function makeSsmClient(access: AwsAccess): SSMClient {
  return new SSMClient(clientSettings(access));
}
