import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { Credential } from "../../protocol/collector.ts";
import { pfxToPem } from "./pfx.ts";
import { unusableCredential, wrongPassword } from "./unusable-credential.ts";

export type CertificateCredential = Extract<Credential, { readonly kind: "certificate" }>;

/** What may be shown of a certificate. Thumbprints are upper-case hex, as the portal shows them. */
export interface CertificateDescription {
  readonly thumbprintSha1: string;
  readonly thumbprintSha256: string;
  readonly subject: string;
  /** End of its validity, ISO 8601. */
  readonly expires: string;
}

/** A certificate in the shape that MSAL takes. */
export interface ClientCertificate {
  readonly thumbprintSha256: string;
  /** PKCS #8, PEM, not encrypted. */
  readonly privateKey: string;
  /** PEM certificates, ours first; only when issuers came with it, for an app that trusts a subject and its issuer. */
  readonly x5c?: string;
}

/** MSAL signs with PS256, and jsonwebtoken refuses smaller keys. */
const smallestKeyBits = 2048;

/**
 * Thumbprints, subject and expiry of a credential's certificate.
 * @param nowMs milliseconds since 1970.
 * @throws CollectError `sign-in-failed` for a wrong password, a missing or foreign or unusable private key, and a
 * certificate that is not valid now.
 */
export function describeCertificate(credential: CertificateCredential, nowMs: number): CertificateDescription {
  return describe(readCertificate(credential, nowMs).certificate);
}

/** The certificate for MSAL. @throws CollectError as `describeCertificate`. */
export function clientCertificate(credential: CertificateCredential, nowMs: number): ClientCertificate {
  const { certificate, issuers, privateKey } = readCertificate(credential, nowMs);
  const chain = [certificate, ...issuers].map((each) => each.toString());
  return {
    thumbprintSha256: describe(certificate).thumbprintSha256,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ...(issuers.length === 0 ? {} : { x5c: chain.join("\n") }),
  };
}

/**
 * The certificate, with its issuers after it, and its private key (PKCS #8, not encrypted), both PEM.
 * @throws CollectError as `describeCertificate`.
 */
export function pemOf(
  credential: CertificateCredential,
  nowMs: number,
): { readonly certificate: string; readonly privateKey: string } {
  const { certificate, issuers, privateKey } = readCertificate(credential, nowMs);
  return {
    certificate: [certificate, ...issuers].map((each) => each.toString()).join(""),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

interface ReadCertificate {
  readonly certificate: X509Certificate;
  readonly issuers: readonly X509Certificate[];
  readonly privateKey: KeyObject;
}

function readCertificate(credential: CertificateCredential, nowMs: number): ReadCertificate {
  const pem =
    credential.format === "pfx" ? pfxToPem(credential.content, credential.password ?? "") : credential.content;
  const certificates = certificatesOf(pem);
  const privateKey = privateKeyOf(pem, credential.format === "pem" ? credential.password : undefined);
  const certificate = certificates.find((each) => each.checkPrivateKey(privateKey));
  if (certificate === undefined) {
    throw unusableCredential("The private key does not belong to the certificate; export both together once more.");
  }
  checkKey(privateKey);
  checkValidity(certificate, nowMs);
  return { certificate, issuers: certificates.filter((each) => each !== certificate), privateKey };
}

function certificatesOf(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) {
    throw unusableCredential(
      "There is no certificate in this text; a PEM certificate begins with -----BEGIN CERTIFICATE-----.",
    );
  }
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw unusableCredential("The certificate is damaged; export it once more.");
  }
}

function privateKeyOf(pem: string, password: string | undefined): KeyObject {
  const block = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/.exec(pem)?.[0];
  if (block === undefined) {
    throw unusableCredential(
      "The certificate comes without its private key, which is needed to sign in; export it with the private key.",
    );
  }
  const encrypted = block.includes("ENCRYPTED");
  if (encrypted && (password === undefined || password === "")) {
    throw unusableCredential("The private key is protected by a password; enter it.");
  }
  try {
    return createPrivateKey(encrypted ? { key: block, passphrase: password ?? "" } : { key: block });
  } catch {
    throw encrypted ? wrongPassword() : unusableCredential("The private key is damaged; export it once more.");
  }
}

function checkKey(privateKey: KeyObject): void {
  if (privateKey.asymmetricKeyType !== "rsa") {
    throw unusableCredential(
      "The certificate has no RSA key; Microsoft Entra signs apps in with RSA certificates only.",
    );
  }
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < smallestKeyBits) {
    throw unusableCredential(`The certificate's key has ${bits} bits; make one with at least ${smallestKeyBits}.`);
  }
}

function checkValidity(certificate: X509Certificate, nowMs: number): void {
  const from = certificate.validFromDate.getTime();
  const to = certificate.validToDate.getTime();
  if (nowMs > to) {
    throw unusableCredential(
      `The certificate expired on ${day(to)}. Make a new one, add it to the app registration, and enter it here.`,
    );
  }
  if (nowMs < from) {
    throw unusableCredential(`The certificate is not valid before ${day(from)}; check this computer's clock, or wait.`);
  }
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function describe(certificate: X509Certificate): CertificateDescription {
  return {
    thumbprintSha1: certificate.fingerprint.replaceAll(":", ""),
    thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""),
    subject: certificate.subject.replaceAll("\n", ", "),
    expires: certificate.validToDate.toISOString(),
  };
}
