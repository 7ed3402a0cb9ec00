import assert from "node:assert/strict";
import { test } from "node:test";
import { tenantOfParameter } from "../../../src/function/tenant-parameters.ts";
import { makeClientCertificate } from "../../simulation/microsoft/login/certificates.ts";

const tenantId = "7e57ab1e-0000-4000-8000-000000000001";
const clientId = "c0113c70-0000-4000-8000-000000000001";
const name = `/tenanttrail/stack/tenants/${tenantId}`;

function read(value: object) {
  return tenantOfParameter({ name, value: JSON.stringify(value) });
}

test("a secret is taken, with the day on which it ends where that is said", () => {
  const read1 = read({ tenantId: tenantId.toUpperCase(), clientId, cloud: "global", clientSecret: "s" });
  assert.deepEqual(read1?.access, { tenantId, clientId, cloud: "global", credential: { kind: "secret", secret: "s" } });
  assert.equal(read1?.expiresMs, undefined);
  const dated = read({ tenantId, clientId, cloud: "global", clientSecret: "s", expires: "2027-01-31" });
  assert.equal(dated?.expiresMs, Date.parse("2027-01-31"));
});

test("a certificate is taken with its key, and says itself when it ends", async () => {
  const { certificate, privateKey } = await makeClientCertificate(Date.now());
  const tenant = read({ tenantId, clientId, cloud: "global", certificate, privateKey });
  assert.equal(tenant?.access.credential.kind, "certificate");
  assert.ok((tenant?.expiresMs ?? 0) > Date.now());
});

test("what is no credential of the tenant in the name is none", () => {
  assert.equal(tenantOfParameter({ name, value: "not JSON" }), undefined);
  assert.equal(read({ tenantId, clientId, cloud: "global" }), undefined);
  assert.equal(read({ tenantId, clientId, cloud: "mars", clientSecret: "s" }), undefined);
  assert.equal(read({ tenantId: clientId, clientId, cloud: "global", clientSecret: "s" }), undefined);
  assert.equal(read({ tenantId, clientId, cloud: "global", certificate: "c" }), undefined);
});
