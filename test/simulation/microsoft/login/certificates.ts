import { X509Certificate } from "node:crypto";
import forge from "node-forge";

export interface MadeCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

export interface ServerCertificates {
  /** PEM of the authority that signed the server's certificate, for NODE_EXTRA_CA_CERTS. */
  readonly authority: string;
  readonly server: MadeCertificate;
}

const day = 86_400_000;

/** An authority of its own, and a certificate for 127.0.0.1, ::1 and localhost signed by it; the authority's key is dropped. */
export async function makeServerCertificates(nowMs: number): Promise<ServerCertificates> {
  const authorityKeys = await makeKeys();
  const authority = unsigned(authorityKeys.publicKey, nowMs, 30);
  // Of two authorities with one name, a reader that trusts both may take the wrong one.
  const authorityName = [{ name: "commonName", value: `TenantTrail simulated authority ${authority.serialNumber}` }];
  authority.setSubject(authorityName);
  authority.setIssuer(authorityName);
  authority.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  authority.sign(authorityKeys.privateKey, forge.md.sha256.create());
  const keys = await makeKeys();
  const server = unsigned(keys.publicKey, nowMs, 30);
  server.setSubject([{ name: "commonName", value: "localhost" }]);
  server.setIssuer(authorityName);
  server.setExtensions([
    { name: "basicConstraints", cA: false },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true },
    { name: "extKeyUsage", serverAuth: true },
    {
      name: "subjectAltName",
      altNames: [
        { type: 2, value: "localhost" },
        { type: 7, ip: "127.0.0.1" },
        { type: 7, ip: "::1" },
      ],
    },
  ]);
  server.sign(authorityKeys.privateKey, forge.md.sha256.create());
  return {
    authority: forge.pki.certificateToPem(authority),
    server: { certificate: forge.pki.certificateToPem(server), privateKey: toPkcs8(keys.privateKey) },
  };
}

/** A self-signed certificate for the app registration, to try signing in with one. */
export async function makeClientCertificate(nowMs: number): Promise<MadeCertificate> {
  const keys = await makeKeys();
  const certificate = unsigned(keys.publicKey, nowMs, 365);
  const name = [{ name: "commonName", value: "TenantTrail simulated collector" }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), privateKey: toPkcs8(keys.privateKey) };
}

export function readCertificate({ certificate }: MadeCertificate): X509Certificate {
  return new X509Certificate(certificate);
}

function makeKeys(): Promise<forge.pki.rsa.KeyPair> {
  return new Promise((resolve, reject) => {
    forge.pki.rsa.generateKeyPair({ bits: 2048 }, (error: Error | null, keys) => {
      if (error === null) resolve(keys);
      else reject(error);
    });
  });
}

function unsigned(publicKey: forge.pki.rsa.PublicKey, nowMs: number, days: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  // A serial number must be positive, which a leading 01 makes it.
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  certificate.validity.notBefore = new Date(nowMs - day);
  certificate.validity.notAfter = new Date(nowMs + days * day);
  return certificate;
}

function toPkcs8(key: forge.pki.rsa.PrivateKey): string {
  return forge.pki.privateKeyInfoToPem(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)));
}
