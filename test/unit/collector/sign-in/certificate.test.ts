import assert from "node:assert/strict";
import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { clientCertificate, describeCertificate } from "../../../../src/collector/sign-in/certificate.ts";
import { makeCertificate, pfxOf } from "./certificates.ts";
import { ellipticPem, ellipticPfx, rsaPfx, rsaPfxThumbprintSha256 } from "./pfx-by-openssl.ts";

const now = Date.parse("2026-12-01T12:00:00Z");
const made = makeCertificate({ subject: "Ada's collector", to: "2027-03-04T05:06:07Z" });
const pem = made.certificatePem + made.privateKeyPem;

function describePem(content: string, password?: string) {
  const given = password === undefined ? {} : { password };
  return describeCertificate({ kind: "certificate", format: "pem", content, ...given }, now);
}

function describePfx(content: string, password?: string) {
  const given = password === undefined ? {} : { password };
  return describeCertificate({ kind: "certificate", format: "pfx", content, ...given }, now);
}

const raw = new X509Certificate(made.certificatePem).raw;
const described = {
  thumbprintSha1: createHash("sha1").update(raw).digest("hex").toUpperCase(),
  thumbprintSha256: createHash("sha256").update(raw).digest("hex").toUpperCase(),
  subject: "CN=Ada's collector",
  expires: "2027-03-04T05:06:07.000Z",
};

test("thumbprints, subject and expiry of a PEM, whatever stands around it", () => {
  assert.deepEqual(describePem(pem), described);
  assert.deepEqual(
    describePem(`Bag Attributes\r\n${made.privateKeyPem}\r\nsubject=x\r\n${made.certificatePem}`),
    described,
  );
});

test("a PEM whose key is protected", () => {
  const protection = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" } as const;
  const encrypted = createPrivateKey(made.privateKeyPem).export(protection).toString();
  assert.deepEqual(describePem(made.certificatePem + encrypted, "open sesame"), described);
  assert.throws(() => describePem(made.certificatePem + encrypted), { message: /protected by a password; enter it/ });
  assert.throws(() => describePem(made.certificatePem + encrypted, "x"), { message: /password does not open/ });
});

test("a PFX, with and without a password, of old and of new", () => {
  for (const password of ["pässword 1", ""]) assert.deepEqual(describePfx(pfxOf(made, password), password), described);
  assert.deepEqual(describePfx(pfxOf(made, "old", { algorithm: "3des" }), "old"), described);
  assert.equal(describePfx(rsaPfx, "pässword 1").thumbprintSha256, rsaPfxThumbprintSha256);
});

test("our certificate is found among its issuers", () => {
  const issuer = makeCertificate({ subject: "Issuer" });
  assert.deepEqual(describePem(issuer.certificatePem + pem), described);
  assert.deepEqual(describePfx(pfxOf(made, "x", { issuers: [issuer] }), "x"), described);
});

test("MSAL gets the key unprotected, and no chain where there is none", () => {
  const certificate = clientCertificate({ kind: "certificate", format: "pem", content: pem }, now);
  assert.deepEqual(certificate, { thumbprintSha256: described.thumbprintSha256, privateKey: made.privateKeyPem });
});

const unusable: readonly (readonly [string, () => unknown, RegExp])[] = [
  ["a PFX's wrong password", () => describePfx(rsaPfx, "wrong"), /password does not open/],
  ["a PFX's missing password", () => describePfx(pfxOf(made, "right")), /password does not open/],
  ["a file that is no PFX", () => describePfx(Buffer.from("hello").toString("base64")), /not a PFX file/],
  ["an empty file", () => describePfx(""), /not a PFX file/],
  ["a certificate without its key", () => describePem(made.certificatePem), /without its private key/],
  ["a PFX without a key", () => describePfx(pfxOf(made, "", { keyless: true })), /without its private key/],
  ["a key without its certificate", () => describePem(made.privateKeyPem), /no certificate in this text/],
  ["another's key", () => describePem(makeCertificate().certificatePem + made.privateKeyPem), /does not belong/],
  ["an expired certificate", () => describePem(pemValid("2020-01-01", "2025-12-31")), /expired on 2025-12-31/],
  ["a certificate of tomorrow", () => describePem(pemValid("2026-12-02", "2028-01-01")), /not valid before 2026-12-02/],
  ["a short key", () => describePem(pemOf(makeCertificate({ bits: 1024 }))), /has 1024 bits/],
  ["an elliptic curve", () => describePem(Buffer.from(ellipticPem, "base64").toString()), /no RSA key/],
  ["an elliptic curve in a PFX", () => describePfx(ellipticPfx, "x"), /no RSA key/],
  [
    "a damaged certificate",
    () => describePem(pem.replace(/CERTIFICATE-----\r?\nMII/, "CERTIFICATE-----\nAAA")),
    /damaged/,
  ],
];

for (const [what, describing, message] of unusable) {
  test(`${what} is said`, () => {
    assert.throws(describing, { code: "sign-in-failed", message, remedy: { kind: "stop-tenant" } });
  });
}

function pemOf({ certificatePem, privateKeyPem }: { certificatePem: string; privateKeyPem: string }): string {
  return certificatePem + privateKeyPem;
}

function pemValid(from: string, to: string): string {
  return pemOf(makeCertificate({ from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` }));
}
