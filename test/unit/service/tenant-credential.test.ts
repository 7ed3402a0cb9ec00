import assert from "node:assert/strict";
import { test } from "node:test";
import { tenantCredential } from "../../../src/service/deploying/tenant-credential.ts";

const access = {
  tenantId: "6F1DE2A4-0000-4000-8000-000000000001",
  clientId: "6f1de2a4-0000-4000-8000-000000000002",
  cloud: "global",
  credential: { kind: "secret", secret: "Distinctive~Secret.Value" },
} as const;

test("a tenant's secret is what the functions read, with ids in lower case", () => {
  assert.deepEqual(tenantCredential(access, 0), {
    tenantId: access.tenantId.toLowerCase(),
    clientId: access.clientId,
    cloud: "global",
    secret: { clientSecret: "Distinctive~Secret.Value" },
  });
});

test("a person cannot sign in to a function, and a certificate that is none is told before it is kept", () => {
  assert.throws(() => tenantCredential({ ...access, credential: { kind: "person", flow: "browser" } }, 0), {
    code: "bad-argument",
    message: /Give the app registration/,
  });
  const certificate = { kind: "certificate", format: "pem", content: "no certificate" } as const;
  assert.throws(() => tenantCredential({ ...access, credential: certificate }, 0), /no certificate in this text/);
});
