import { t } from "../../base/translated.ts";
import type { AwsProfile, AwsProfileKind } from "../../protocol/aws/aws-places.ts";
import type { AwsConnection } from "./find-lake.ts";

/** A connection to AWS in short: what is asked there, where, and as whom. */
export function awsLabel({ stack, database, workgroup, region, profile }: AwsConnection): string {
  const name = stack ?? database ?? workgroup;
  return [name, region, profile].filter((part) => part !== undefined).join(" · ");
}

/** A connection to AWS for somebody who chooses one: its name, and what tells it from another of that name. */
export function awsDetail({ region, profile, workgroup, stack, endpoint }: AwsConnection): string {
  const of = stack === undefined ? workgroup && t("workgroup {0}", workgroup) : "AWS";
  const parts = [of, region, profile === undefined ? t("no profile") : t("profile {0}", profile), endpoint];
  return parts.filter((part) => part !== undefined).join(" · ");
}

const kindWords: Readonly<Record<AwsProfileKind, string>> = {
  keys: t("access key"),
  sso: "IAM Identity Center",
  login: "aws login",
  role: t("assumed role"),
  "web-identity": t("web identity"),
  process: t("credential process"),
  environment: t("credentials of this editor's environment"),
  none: t("no credentials"),
};

export function profileWords({ kind, region }: AwsProfile): string {
  return region === undefined ? kindWords[kind] : `${kindWords[kind]} · ${region}`;
}
