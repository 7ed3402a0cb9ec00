import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { root } from "../../../scripts/lib/paths.mjs";
import type { Keys } from "../deploy/deploy-collector.ts";
import { settingsOf } from "../deploy/deployed-stack.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";
import type { PolicyDocument } from "./policy.ts";

/** Most characters of a managed policy, white space left out (IAM user guide, quotas). */
const mostCharacters = 6144;

/** A user of the account who may do what a policy that is shipped says, and nothing else. */
export interface PolicyUser {
  readonly arn: string;
  readonly keys: Keys;
  readonly policy: PolicyDocument;
}

/** @param words what stands for the words in capitals (docs/aws.md). */
export async function userOfPolicy(
  aws: StandInAws,
  name: "analyst" | "deployer",
  words: Readonly<Record<string, string>>,
): Promise<PolicyUser> {
  const text = await readFile(join(root, "infra-templates", "policies", `${name}.json`), "utf8");
  const all: Readonly<Record<string, string>> = {
    PARTITION: "aws",
    REGION: aws.region,
    ACCOUNT: aws.accountId,
    ...words,
  };
  const filled = text
    .split("\n")
    .map((line) =>
      line.replaceAll(/\b[A-Z]{3,}\b/g, (word) => {
        const value = all[word] ?? word;
        return line.includes(":s3:::") ? value.toLowerCase() : value;
      }),
    )
    .join("\n");
  if (filled.replaceAll(/\s/g, "").length > mostCharacters) throw new Error(`${name}.json is too long for AWS`);
  const iam = new IAMClient(settingsOf(aws));
  try {
    const { User } = await iam.send(new CreateUserCommand({ UserName: name }));
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: filled }));
    await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: made.Policy?.Arn }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    return { arn: User?.Arn ?? "", keys: { accessKeyId, secretAccessKey }, policy: JSON.parse(filled) };
  } finally {
    iam.destroy();
  }
}
