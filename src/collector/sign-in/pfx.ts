import forge from "node-forge";
import { unusableCredential, wrongPassword } from "./unusable-credential.ts";

/**
 * The certificates and private keys of a PFX (PKCS #12) file as PEM; Node opens PFX files only for TLS.
 * @param content base64 of the file.
 * @throws CollectError `sign-in-failed` for a wrong password or a damaged file.
 */
export function pfxToPem(content: string, password: string): string {
  const pfx = openPfx(content, password);
  const { certBag, pkcs8ShroudedKeyBag, keyBag } = forge.pki.oids;
  const bags = (type: string | undefined) => (type === undefined ? [] : (pfx.getBags({ bagType: type })[type] ?? []));
  return [
    ...[...bags(pkcs8ShroudedKeyBag), ...bags(keyBag)].map(keyPem),
    ...bags(certBag).map((bag) => (bag.cert ? forge.pki.certificateToPem(bag.cert) : pem("CERTIFICATE", bag.asn1))),
  ].join("\n");
}

function openPfx(content: string, password: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(asn1Of(content), password);
  } catch (error) {
    // node-forge tells a wrong password from a damaged file only in its message; it looks at the MAC first.
    if (error instanceof Error && /MAC could not be verified/.test(error.message)) throw wrongPassword();
    return openWithUtf8(content, password);
  }
}

/**
 * The MAC, which has been verified, takes a password as UTF-16 and today's encryption as UTF-8 (RFC 9579, RFC 8018 §3);
 * node-forge gives both the same.
 */
function openWithUtf8(content: string, password: string): forge.pkcs12.Pkcs12Pfx {
  try {
    const pfx = asn1Of(content);
    if (Array.isArray(pfx.value)) pfx.value.splice(2);
    return forge.pkcs12.pkcs12FromAsn1(pfx, forge.util.encodeUtf8(password));
  } catch {
    throw unusableCredential("This is not a PFX file, or it is damaged; export the certificate once more.");
  }
}

function asn1Of(content: string): forge.asn1.Asn1 {
  return forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(content, "base64").toString("latin1")));
}

function keyPem(bag: forge.pkcs12.Bag): string {
  if (!bag.key) return pem("PRIVATE KEY", bag.asn1);
  return forge.pki.privateKeyInfoToPem(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)));
}

/** node-forge parses RSA alone; what it hands over unparsed is Node's to judge. */
function pem(type: string, asn1: forge.asn1.Asn1): string {
  const base64 = Buffer.from(forge.asn1.toDer(asn1).getBytes(), "latin1").toString("base64");
  return [`-----BEGIN ${type}-----`, ...(base64.match(/.{1,64}/g) ?? []), `-----END ${type}-----`, ""].join("\n");
}
