import { t } from "../../base/translated.ts";
import type { AwsPlace, AwsProfile, StackSummary } from "../../protocol/aws/aws-places.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { Connection } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { signalOf } from "../platform/cancellation.ts";
import { requireTrust } from "../platform/trust.ts";
import { askText } from "../shown/input-box.ts";
import { withNotification } from "../shown/progress.ts";
import { type Choice, pickOne } from "../shown/quick-pick.ts";
import { awsRegions } from "./aws-regions.ts";
import { profileWords } from "./aws-words.ts";
import type { AwsConnection } from "./find-lake.ts";

const title = t("Connect to AWS");

/**
 * Asks for a connection to AWS: profile, region, then a TenantTrail stack there or a workgroup and a database.
 *
 * @param known connections that were used before: their regions come first.
 * @throws CancelledError when the person chose none; TenantTrailError `restricted-mode` and those of AWS.
 */
export async function pickAws(lake: LakeService, known: readonly Connection[]): Promise<AwsConnection> {
  requireTrust(t("Connecting to AWS"));
  const profile = await pickProfile(await lake.awsProfiles({}));
  const region = await pickRegion(profile, known);
  const place: AwsPlace = {
    region,
    ...(profile.name !== undefined && { profile: profile.name }),
    ...(profile.endpoint !== undefined && { endpoint: profile.endpoint }),
  };
  const stacks = await searching(t("Looking for TenantTrail in {0}", region), (signal) =>
    lake.awsStacks(place, { signal }),
  );
  const stack = await pickStack(stacks, region);
  if (stack !== "by hand") return { kind: "aws", ...place, stack };
  const places = await searching(t("Looking for workgroups in {0}", region), (signal) =>
    lake.athenaPlaces(place, { signal }),
  );
  const workgroup = await pickName(places.workgroups, t("Athena workgroup"), "symbol-namespace");
  const database = await pickName(places.databases, t("Database of the Glue catalog"), "database");
  return { kind: "aws", ...place, workgroup, database };
}

async function pickProfile(profiles: readonly AwsProfile[]): Promise<AwsProfile> {
  if (profiles.length === 0)
    throw new TenantTrailError(
      "aws-profile",
      t("There is no AWS profile on this machine. Sign in with: aws login, or make one with: aws configure sso"),
      { command: ["aws", "login"] },
    );
  const choices = profiles.map(
    (profile): Choice<AwsProfile> => ({
      icon: profile.kind === "environment" ? "terminal" : "account",
      label: profile.name ?? t("This editor's environment"),
      description: profileWords(profile),
      value: profile,
    }),
  );
  return chosen(await pickOne(choices, { title, placeHolder: t("AWS profile"), findsAll: true, stays: true }));
}

async function pickRegion(profile: AwsProfile, known: readonly Connection[]): Promise<string> {
  const used = known.flatMap((connection) => (connection.kind === "aws" ? connection.region : []));
  const first = [...new Set([...(profile.region === undefined ? [] : [profile.region]), ...used])];
  const others = Object.keys(awsRegions).filter((region) => !first.includes(region));
  const choice = (region: string): Choice<string> => ({
    icon: "globe",
    label: region,
    description: [awsRegions[region], region === profile.region ? t("the profile's own") : undefined]
      .filter((part) => part !== undefined)
      .join(" · "),
    value: region,
  });
  const another = "";
  const region = chosen(
    await pickOne(
      [
        ...first.map(choice),
        ...(first.length > 0 ? [{ label: t("Other regions") }] : []),
        ...others.map(choice),
        { icon: "edit", label: t("Another region…"), value: another },
      ],
      { title, placeHolder: t("Region of the stack"), findsAll: true, stays: true },
    ),
  );
  return region === another ? typeRegion() : region;
}

async function typeRegion(): Promise<string> {
  const typed = await askText({
    title,
    prompt: t("Region, as AWS writes it"),
    placeHolder: "eu-central-1",
    value: "",
    stays: true,
    problemOf: (text) =>
      /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(text.trim()) ? undefined : t("A region is written like eu-central-1"),
  });
  return chosen(typed).trim();
}

async function pickStack(stacks: readonly StackSummary[], region: string): Promise<string> {
  const choices = stacks.map(
    ({ name, version, status, trouble }): Choice<string> => ({
      icon: trouble === undefined ? "layers" : "warning",
      label: name,
      description: [version && t("TenantTrail {0}", version), isWell(status) ? undefined : status]
        .filter((part) => part !== undefined)
        .join(" · "),
      ...(trouble !== undefined && { detail: trouble }),
      value: name,
    }),
  );
  const byHand: Choice<string> = {
    icon: "list-selection",
    label: t("A workgroup and a database…"),
    detail: t("For logs that something else keeps in S3"),
    value: "by hand",
  };
  const found = stacks.length > 0 ? t("TenantTrail stack") : t("There is no TenantTrail stack in {0}", region);
  return chosen(await pickOne([...choices, { label: "" }, byHand], { title, placeHolder: found, stays: true }));
}

async function pickName(names: readonly string[], what: string, icon: string): Promise<string> {
  if (names.length === 0)
    throw new TenantTrailError("no-stack", t("There is none here: {0}. Choose another region or profile.", what));
  const choices = names.map((name): Choice<string> => ({ icon, label: name, value: name }));
  return chosen(await pickOne(choices, { title, placeHolder: what, stays: true }));
}

function searching<Result>(words: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  return withNotification(words, (_report, token) => work(signalOf(token)));
}

/** @throws CancelledError when the person left the list. */
function chosen<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new CancelledError();
  return value;
}

/** What needs no word of CloudFormation's, because the stack is as it was asked for. */
function isWell(status: string): boolean {
  return status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE";
}
