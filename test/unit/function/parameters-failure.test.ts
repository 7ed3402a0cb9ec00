import assert from "node:assert/strict";
import { test } from "node:test";
import { parametersFailure } from "../../../src/function/parameters-failure.ts";
import { redactedText } from "../../../src/function/redacted-text.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";

const role = "User: arn:aws:sts::111122223333:assumed-role/logs-SignInsRole/f is not authorized to perform:";

test("each reason why credentials cannot be read is a sentence with the next step, of which a log keeps everything", () => {
  for (const [name, message, code, said] of [
    [
      "AccessDeniedException",
      `${role} ssm:GetParametersByPath on resource: arn:x`,
      "missing-permission",
      /may not ssm:GetParametersByPath\. Update the stack/,
    ],
    ["AccessDeniedException", `${role} kms:Decrypt on resource: arn:x`, "missing-permission", /may not kms:Decrypt\. /],
    [
      "AccessDeniedException",
      "The ciphertext refers to a customer master key that does not exist",
      "missing-permission",
      /kms:Decrypt/,
    ],
    ["InvalidKeyId", "arn:aws:kms:x:1:key/2 is pending deletion.", "aws-failed", /Cancel its deletion in KMS/],
    ["ThrottlingException", "Rate exceeded", "throttled", /The next run tries again/],
    ["TimeoutError", "socket hang up", "unreachable", /The next run tries again/],
    ["InternalServerError", "secret words", "aws-failed", /answered InternalServerError/],
  ] as const) {
    const failure = parametersFailure(Object.assign(new Error(message), { name }), "/tenanttrail/logs/tenants/");
    assert.ok(failure instanceof TenantTrailError);
    assert.equal(failure.code, code);
    assert.match(failure.message, said);
    assert.match(failure.message, /^The credentials below \/tenanttrail\/logs\/tenants\/ could not be read: .*\.$/);
    assert.equal(redactedText(failure.message), failure.message);
    assert.doesNotMatch(failure.message, /arn:|111122223333|secret words/);
  }
});
