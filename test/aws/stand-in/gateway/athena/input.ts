import { mustSatisfy, Refusal } from "./refusal.ts";

/** What StartQueryExecution is asked for. */
export interface StartInput {
  readonly QueryString: string;
  readonly ClientRequestToken?: string;
  readonly QueryExecutionContext?: { readonly Database?: string; readonly Catalog?: string };
  readonly ResultConfiguration?: { readonly OutputLocation?: string };
  readonly WorkGroup?: string;
  readonly ExecutionParameters?: readonly string[];
  readonly ResultReuseConfiguration?: {
    readonly ResultReuseByAgeConfiguration?: { readonly Enabled?: boolean; readonly MaxAgeInMinutes?: number };
  };
}

const longestQuery = 262_144;
const longestParameter = 1024;

/**
 * Refuses what Athena's model and limits refuse, whatever the workgroup is
 * (https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html).
 */
export function checkStartInput(input: StartInput): void {
  mustSatisfy(typeof input.QueryString === "string", "queryString", "not be null");
  mustSatisfy(input.QueryString.length > 0, "queryString", "have length greater than or equal to 1");
  mustSatisfy(
    Buffer.byteLength(input.QueryString) <= longestQuery,
    "queryString",
    `have length less than or equal to ${longestQuery}`,
  );
  const token = input.ClientRequestToken;
  mustSatisfy(
    token === undefined || token.length >= 32,
    "clientRequestToken",
    "have length greater than or equal to 32",
  );
  mustSatisfy(
    token === undefined || token.length <= 128,
    "clientRequestToken",
    "have length less than or equal to 128",
  );
  const parameters = input.ExecutionParameters;
  mustSatisfy(parameters?.length !== 0, "executionParameters", "have length greater than or equal to 1");
  for (const parameter of parameters ?? [])
    mustSatisfy(
      parameter.length >= 1 && parameter.length <= longestParameter,
      "executionParameters",
      `satisfy constraint: [Member must have length less than or equal to ${longestParameter}, Member must have length greater than or equal to 1]`,
    );
  const age = input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration?.MaxAgeInMinutes ?? 0;
  mustSatisfy(age >= 0 && age <= 10_080, "resultReuseConfiguration", "have value less than or equal to 10080");
}

/** The bucket and key prefix of an output location, which ends with a slash here. */
export function outputLocation(location: string): { readonly bucket: string; readonly prefix: string } {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(location);
  if (found?.[1] === undefined) throw new Refusal("outputLocation is not a valid S3 path.");
  const prefix = found[2] ?? "";
  return { bucket: found[1], prefix: prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/` };
}
