import type { AwsProfile, AwsProfileKind } from "../../protocol/aws/aws-places.ts";
import type { AwsConnection } from "./find-lake.ts";

/** A connection to AWS in short: what is asked there, where, and as whom. */
export function awsLabel({ stack, database, workgroup, region, profile }: AwsConnection): string {
  const name = stack ?? database ?? workgroup;
  return [name, region, profile].filter((part) => part !== undefined).join(" · ");
}

/** A connection to AWS for somebody who chooses one: its name, and what tells it from another of that name. */
export function awsDetail({ region, profile, workgroup, stack, endpoint }: AwsConnection): string {
  const of = stack === undefined ? workgroup && `workgroup ${workgroup}` : "AWS";
  const parts = [of, region, profile === undefined ? "no profile" : `profile ${profile}`, endpoint];
  return parts.filter((part) => part !== undefined).join(" · ");
}

const kindWords: Readonly<Record<AwsProfileKind, string>> = {
  keys: "access key",
  sso: "IAM Identity Center",
  login: "aws login",
  role: "assumed role",
  "web-identity": "web identity",
  process: "credential process",
  environment: "credentials of this editor's environment",
  none: "no credentials",
};

export function profileWords({ kind, region }: AwsProfile): string {
  return region === undefined ? kindWords[kind] : `${kindWords[kind]} · ${region}`;
}
