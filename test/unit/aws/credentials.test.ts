import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { type CredentialsProvider, credentialsOf } from "../../../src/aws/credentials/credentials-of-profile.ts";
import { listProfiles } from "../../../src/aws/credentials/profiles.ts";
import { CancelledError, TenantTrailError } from "../../../src/protocol/errors.ts";

const secret = "wJalrXUtnFEMI/SECRET";
let home = "";
let nowMs = Date.now();
let codes: (string | undefined)[] = [];
const asked: { readonly profile: string; readonly serial: string }[] = [];
const servers: Server[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "tenanttrail-aws-"));
  await mkdir(join(home, ".aws"));
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  process.env["HOME"] = home;
  nowMs = Date.now();
  codes = [];
  asked.length = 0;
});

after(() => {
  for (const server of servers) server.close();
});

function provider(profile?: string, endpoint?: string): CredentialsProvider {
  return credentialsOf({
    profile,
    endpoint,
    region: "eu-west-1",
    environment: process.env,
    now: () => nowMs,
    host: {
      async askMfaCode(request) {
        asked.push(request);
        return codes.shift();
      },
    },
  });
}

async function shared(name: "config" | "credentials", text: string): Promise<void> {
  await writeFile(join(home, ".aws", name), text);
}

async function failureOf(provide: CredentialsProvider): Promise<TenantTrailError> {
  const error = await provide().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TenantTrailError, String(error));
  return error;
}

/** An STS that answers each AssumeRole with keys that name their turn. */
async function sts(): Promise<{ readonly url: string; readonly bodies: URLSearchParams[] }> {
  const bodies: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString();
    });
    request.on("end", () => {
      bodies.push(new URLSearchParams(text));
      const expiration = new Date(nowMs + 3_600_000).toISOString();
      response.end(
        `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ROLE${bodies.length}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

test("profiles of both files are listed with their kind and region, and sessions are none", async () => {
  await shared(
    "config",
    `[default]
region = eu-central-1
[profile work]
sso_session = corp
sso_account_id = 1
sso_role_name = r
region = us-east-1
[sso-session corp]
sso_start_url = https://x
sso_region = us-east-1
[profile console]
login_session = arn:aws:iam::1:user/a
[profile admin]
role_arn = arn:aws:iam::1:role/admin
source_profile = work
[profile tool]
credential_process = /bin/tool
[profile bare]
region = eu-west-3
`,
  );
  await shared("credentials", `[default]\naws_access_key_id = A\naws_secret_access_key = ${secret}\n`);
  assert.deepEqual(
    new Map((await listProfiles({})).map(({ name, kind, region }) => [name, `${kind} ${region ?? "-"}`])),
    new Map([
      ["default", "keys eu-central-1"],
      ["work", "sso us-east-1"],
      ["console", "login -"],
      ["admin", "role -"],
      ["tool", "process -"],
      ["bare", "none eu-west-3"],
    ]),
  );
  const own = { AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "B", AWS_REGION: "eu-north-1" };
  assert.deepEqual((await listProfiles(own))[0], { kind: "environment", region: "eu-north-1" });
});

test("keys are read again when their file changes", async () => {
  await shared("credentials", `[work]\naws_access_key_id = FIRST\naws_secret_access_key = ${secret}\n`);
  const provide = provider("work");
  assert.equal((await provide()).accessKeyId, "FIRST");
  await shared("credentials", `[work]\naws_access_key_id = SECOND\naws_secret_access_key = ${secret}\n`);
  assert.equal((await provide()).accessKeyId, "SECOND");
});

test("the output of a credential_process is kept until a minute before it expires", async () => {
  const script = join(home, "tool.sh");
  const expiration = new Date(nowMs + 600_000).toISOString();
  await writeFile(
    script,
    `echo run >> ${home}/runs\necho '{"Version":1,"AccessKeyId":"P","SecretAccessKey":"s","Expiration":"${expiration}"}'\n`,
  );
  await shared("config", `[profile tool]\ncredential_process = sh ${script}\n`);
  const provide = provider("tool");
  const runs = async (): Promise<number> => {
    const { readFile } = await import("node:fs/promises");
    return (await readFile(`${home}/runs`, "utf8")).trim().split("\n").length;
  };
  await Promise.all([provide(), provide()]);
  await provide();
  assert.equal(await runs(), 1);
  nowMs += 545_000;
  await provide();
  assert.equal(await runs(), 2);
});

test("a credential_process that fails is told without its command or its output", async () => {
  await shared("config", `[profile tool]\ncredential_process = sh -c "echo ${secret} >&2; exit 3"\n`);
  const error = await failureOf(provider("tool"));
  assert.equal(error.code, "aws-profile");
  assert.match(error.message, /profile tool/);
  assert.ok(!JSON.stringify([error.message, String(error.cause)]).includes(secret));
});

test("an assumed role asks for the MFA code once, and again when its credentials are about to end", async () => {
  const { url, bodies } = await sts();
  await shared(
    "config",
    `[profile admin]\nrole_arn = arn:aws:iam::1:role/admin\nsource_profile = work\nmfa_serial = arn:aws:iam::1:mfa/a\n`,
  );
  await shared("credentials", `[work]\naws_access_key_id = A\naws_secret_access_key = ${secret}\n`);
  codes = ["123456", "654321"];
  const provide = provider("admin", url);
  const [first, second] = await Promise.all([provide(), provide()]);
  assert.equal(first.accessKeyId, "ROLE1");
  assert.equal(second.accessKeyId, "ROLE1");
  assert.deepEqual(asked, [{ profile: "admin", serial: "arn:aws:iam::1:mfa/a" }]);
  assert.equal(bodies[0]?.get("TokenCode"), "123456");
  nowMs += 3_590_000;
  assert.equal((await provide()).accessKeyId, "ROLE2");
});

test("no MFA code is a cancellation", async () => {
  await shared(
    "config",
    `[profile admin]\nrole_arn = arn:aws:iam::1:role/admin\nsource_profile = work\nmfa_serial = arn:aws:iam::1:mfa/a\n`,
  );
  await shared("credentials", `[work]\naws_access_key_id = A\naws_secret_access_key = ${secret}\n`);
  await assert.rejects(provider("admin")(), CancelledError);
});

test("an SSO login that was never made, or has expired, names the command that signs in, also behind a role", async () => {
  await shared(
    "config",
    `[profile work]
sso_session = corp
sso_account_id = 1
sso_role_name = r
[sso-session corp]
sso_start_url = https://example.invalid
sso_region = us-east-1
[profile admin]
role_arn = arn:aws:iam::1:role/admin
source_profile = work
`,
  );
  const command = ["aws", "sso", "login", "--profile", "work"];
  for (const profile of ["work", "admin"]) {
    const error = await failureOf(provider(profile));
    assert.deepEqual([error.code, error.command], ["aws-sign-in", command], profile);
  }
  const cache = join(home, ".aws", "sso", "cache");
  await mkdir(cache, { recursive: true });
  await writeFile(
    join(cache, `${createHash("sha1").update("corp").digest("hex")}.json`),
    JSON.stringify({ accessToken: secret, expiresAt: "2020-01-01T00:00:00Z" }),
  );
  const expired = await failureOf(provider("work"));
  assert.deepEqual([expired.code, expired.command], ["aws-sign-in", command]);
  assert.ok(!expired.message.includes(secret));
});

test("an `aws login` that was never made names the command that signs in", async () => {
  await shared("config", `[profile console]\nlogin_session = arn:aws:iam::1:user/a\n`);
  const error = await failureOf(provider("console"));
  assert.deepEqual([error.code, error.command], ["aws-sign-in", ["aws", "login", "--profile", "console"]]);
});

test("the credentials of `aws login` are taken from its cache until they end", async () => {
  await shared("config", `[profile console]\nlogin_session = arn:aws:iam::1:user/a\n`);
  const cache = join(home, ".aws", "login", "cache");
  await mkdir(cache, { recursive: true });
  const file = join(cache, `${createHash("sha256").update("arn:aws:iam::1:user/a").digest("hex")}.json`);
  const token = (accessKeyId: string): string =>
    JSON.stringify({
      accessToken: {
        accessKeyId,
        secretAccessKey: secret,
        sessionToken: "t",
        accountId: "1",
        expiresAt: new Date(nowMs + 900_000).toISOString(),
      },
      clientId: "c",
      refreshToken: "r",
      dpopKey: "k",
    });
  await writeFile(file, token("LOGIN1"));
  const provide = provider("console");
  assert.equal((await provide()).accessKeyId, "LOGIN1");
  await writeFile(file, token("LOGIN22"));
  assert.equal((await provide()).accessKeyId, "LOGIN22");
});

test("a profile that is not there, and one that says nothing, are told by name", async () => {
  await shared("config", "[profile bare]\nregion = eu-west-3\n");
  const absent = await failureOf(provider("gone"));
  assert.equal(absent.code, "aws-profile");
  assert.match(absent.message, /no profile gone/);
  const bare = await failureOf(provider("bare"));
  assert.equal(bare.code, "aws-profile");
  assert.match(bare.message, /Profile bare gives no credentials/);
});

test("without a profile the environment's credentials are used, and AWS_PROFILE before them", async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "ENV";
  process.env["AWS_SECRET_ACCESS_KEY"] = secret;
  assert.equal((await provider()()).accessKeyId, "ENV");
  await shared("credentials", `[work]\naws_access_key_id = WORK\naws_secret_access_key = ${secret}\n`);
  process.env["AWS_PROFILE"] = "work";
  assert.equal((await provider()()).accessKeyId, "WORK");
});
