import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

export interface MadeCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly keys: forge.pki.rsa.KeyPair;
  readonly certificate: forge.pki.Certificate;
}

export interface CertificateOptions {
  readonly subject?: string;
  readonly bits?: number;
  readonly from?: string;
  readonly to?: string;
  /** Names and addresses that a server may be called by. */
  readonly loopback?: boolean;
}

/** A self-signed RSA certificate, made anew. */
export function makeCertificate(options: CertificateOptions = {}): MadeCertificate {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: options.bits ?? 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const key = forge.pki.privateKeyFromPem(privateKey);
  const keys = { privateKey: key, publicKey: forge.pki.setRsaPublicKey(key.n, key.e) };
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date(options.from ?? "2020-01-01T00:00:00Z");
  certificate.validity.notAfter = new Date(options.to ?? "2049-01-01T00:00:00Z");
  const name = [{ shortName: "CN", value: options.subject ?? "TenantTrail test" }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  if (options.loopback) {
    const altNames = [
      { type: 2, value: "localhost" },
      { type: 7, ip: "127.0.0.1" },
      { type: 7, ip: "::1" },
    ];
    certificate.setExtensions([
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames },
    ]);
  }
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return { certificatePem: forge.pki.certificateToPem(certificate), privateKeyPem: privateKey, keys, certificate };
}

/** A PFX file as base64. */
export function pfxOf(made: MadeCertificate, password: string, options: PfxOptions = {}): string {
  const certificates = [made.certificate, ...(options.issuers ?? []).map(({ certificate }) => certificate)];
  const key = options.keyless ? null : made.keys.privateKey;
  // forge's typings forget that the key may be left out.
  const asn1 = forge.pkcs12.toPkcs12Asn1(key as forge.pki.rsa.PrivateKey, certificates, password, {
    algorithm: options.algorithm ?? "aes256",
  });
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), "latin1").toString("base64");
}

export interface PfxOptions {
  readonly algorithm?: "aes256" | "3des";
  readonly issuers?: readonly MadeCertificate[];
  readonly keyless?: boolean;
}
