import assert from "node:assert/strict";
import { mkdtemp, open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type GivenTenant, givenCredential } from "../../../src/entry/given-credential.ts";

const tenant = "7E57AB1E-0000-4000-8000-000000000001";
const client = "c0113c70-0000-4000-8000-000000000001";
const whole = { tenant, client, cloud: "global" };

test("no tenant is named: there is no credential", async () => {
  assert.equal(await givenCredential({ cloud: "global" }, 0), undefined);
});

test("a credential has the ids in lower case, the secret and its last day", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "tenanttrail-secret-")), "secret");
  await writeFile(file, "va~lue\n");
  await using opened = await open(file);
  const given = { ...whole, expires: "2027-05-31", "secret-fd": String(opened.fd) };
  assert.deepEqual(await givenCredential(given, 0), {
    tenantId: tenant.toLowerCase(),
    clientId: client,
    cloud: "global",
    secret: { clientSecret: "va~lue" },
    expires: "2027-05-31",
  });
});

/** Nobody can be asked for a secret in these: who is asked before they are refused, is told of that. */
const refused: readonly (readonly [GivenTenant, RegExp])[] = [
  [{ cloud: "global", client }, /need --tenant/],
  [{ cloud: "global", "secret-fd": "3" }, /need --tenant/],
  [{ tenant, cloud: "global" }, /^--tenant needs --client/],
  [{ ...whole, cloud: "mars" }, /--cloud one of: global, /],
  [{ ...whole, expires: "31.05.2027" }, /^--expires takes a day as YYYY-MM-DD, not "31\.05\.2027"/],
  [{ ...whole, tenant: "contoso" }, /^The tenant id/],
  [{ ...whole, client: "my-app" }, /^The application \(client\) id/],
];

for (const [given, message] of refused)
  test(`is refused before a secret is asked for: ${JSON.stringify(given)}`, async () => {
    await assert.rejects(givenCredential(given, 0), { code: "bad-argument", message });
  });
