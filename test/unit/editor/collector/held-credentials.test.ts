import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldCredentials } from "../../../../src/editor/collector/held-credentials.ts";
import { opensInBrowser } from "../../../../src/editor/host/browser-address.ts";
import type { TenantAccess } from "../../../../src/protocol/collector.ts";
import type { DraftCredential, TenantDraft } from "../../../../src/protocol/collector-page.ts";
import { accessKey } from "../../../../src/protocol/service/host.ts";

const tenantId = "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f";

function draft(credential: DraftCredential): TenantDraft {
  const clientId = "0D2F0C51-89AB-4F6E-8F0E-3B7F3F6F9A10";
  return { name: "x", tenantId: tenantId.toUpperCase(), clientId, cloud: "global", credential, sources: [] };
}

function held(stored: Readonly<Record<string, string>> = {}): HeldCredentials {
  return new HeldCredentials({ readSecret: async (key) => stored[key] });
}

const pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nAA==\n";

test("a secret is held under an id that says nothing of it, and opens the tenant with lower-case ids", async () => {
  const credentials = held();
  const { id } = credentials.holdSecret("s3cr3t");
  assert.doesNotMatch(id, /s3cr3t/);
  assert.deepEqual(await credentials.accessOf(draft({ kind: "held", id })), {
    tenantId,
    clientId: "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10",
    cloud: "global",
    credential: { kind: "secret", secret: "s3cr3t" },
  });
  credentials.forget(id);
  await assert.rejects(credentials.accessOf(draft({ kind: "held", id })), {
    code: "bad-argument",
    message: /Enter it again/,
  });
});

test("PEM and PFX files are told by their content, and their password is added", async () => {
  const credentials = held();
  const bytes = (text: string) => new TextEncoder().encode(text);
  const certificate = credentials.holdCertificate("a.pem", bytes(pem));
  assert.deepEqual([certificate.format, certificate.fileName], ["pem", "a.pem"]);
  credentials.holdPassword(certificate.id, "pass");
  const { credential } = await credentials.accessOf(draft({ kind: "held", id: certificate.id }));
  assert.deepEqual(credential, { kind: "certificate", format: "pem", content: pem, password: "pass" });
  credentials.holdPassword(certificate.id, "");
  const again = await credentials.accessOf(draft({ kind: "held", id: certificate.id }));
  assert.deepEqual(again.credential, { kind: "certificate", format: "pem", content: pem });
  const pfx = credentials.holdCertificate("a.pfx", Uint8Array.of(0x30, 0x82, 1));
  const { credential: ofPfx } = await credentials.accessOf(draft({ kind: "held", id: pfx.id }));
  assert.deepEqual(ofPfx, { kind: "certificate", format: "pfx", content: "MIIB" });
});

test("a file without a private key is refused by name", () => {
  const credentials = held();
  const refused = (content: Uint8Array) =>
    assert.throws(() => credentials.holdCertificate("cert.pem", content), {
      code: "bad-argument",
      message: /cert\.pem holds no certificate with its private key/,
    });
  refused(new TextEncoder().encode("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"));
  refused(new TextEncoder().encode("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"));
  refused(new Uint8Array(0));
  refused(new TextEncoder().encode("hello"));
  refused(new Uint8Array(2_000_000).fill(0x30));
});

test("the stored credential and servers of a tenant are used when nothing new was entered", async () => {
  const endpoints = { login: "https://localhost:1", graph: "https://localhost:2", management: "https://localhost:3" };
  const stored: TenantAccess = {
    tenantId,
    clientId: "c",
    cloud: "global",
    endpoints,
    credential: { kind: "secret", secret: "old" },
  };
  const credentials = held({ [accessKey(tenantId)]: JSON.stringify(stored) });
  const access = await credentials.accessOf(draft({ kind: "stored" }));
  assert.deepEqual(access.credential, { kind: "secret", secret: "old" });
  assert.equal(access.endpoints, undefined, "the draft says which servers");
  assert.deepEqual(await credentials.storedEndpoints(tenantId), endpoints);
  await assert.rejects(held().accessOf(draft({ kind: "stored" })), { code: "no-credential" });
  assert.equal(await held().storedEndpoints(tenantId), undefined);
});

test("only web addresses go to the browser, unencrypted ones only to this machine", () => {
  for (const url of [
    "https://login.microsoftonline.com/x?y=%20z",
    "http://localhost:8080/",
    "http://127.0.0.1:1/",
    "http://[::1]/",
  ])
    assert.equal(opensInBrowser(url), true, url);
  for (const url of [
    "http://example.com/",
    "file:///etc/passwd",
    "vscode://x",
    "command:x",
    "javascript:x",
    "",
    "https:",
  ])
    assert.equal(opensInBrowser(url), false, url);
});
