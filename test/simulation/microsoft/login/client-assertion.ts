import { constants, verify, type X509Certificate } from "node:crypto";
import { isRecord, type JsonRecord, parsedJson } from "../../../../src/base/json-record.ts";
import type { AppRegistration } from "./app-registration.ts";
import { badAssertion, lateAssertion } from "./login-error.ts";

/**
 * Checks a certificate's signed assertion as Entra does: the thumbprint is a registered certificate's, its signature
 * (PS256 or RS256) holds, issuer and subject are the app, the audience is this endpoint, and the time is right.
 * @throws LoginError
 */
export function checkAssertion(assertion: string, app: AppRegistration, endpoint: string, nowMs: number): void {
  const [head = "", payload = "", signature = ""] = assertion.split(".");
  const header = decoded(head);
  const claims = decoded(payload);
  const certificate = app.certificates.find((each) => thumbprints(each).includes(thumbprintOf(header)));
  if (certificate === undefined)
    throw badAssertion(
      `[Reason - The key was not found., Thumbprint of key used by client: '${thumbprintOf(header)}']`,
    );
  const isPss = header["alg"] === "PS256";
  const padding = isPss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const key = { key: certificate.publicKey, padding, ...(isPss ? { saltLength: 32 } : {}) };
  const isSigned = verify("sha256", Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url"));
  if (!isSigned) throw badAssertion("[Reason - The key was found, but use of the key to verify the signature failed.]");
  if (claims["iss"] !== app.clientId || claims["sub"] !== app.clientId || !String(claims["aud"]).startsWith(endpoint))
    throw badAssertion("[Reason - Issuer, subject or audience do not match.]");
  const [from, until] = [Number(claims["nbf"] ?? 0) * 1000, Number(claims["exp"]) * 1000];
  const tolerance = 300_000;
  if (!(nowMs + tolerance >= from && nowMs - tolerance < until)) throw lateAssertion();
}

function decoded(part: string): JsonRecord {
  const value = parsedJson(Buffer.from(part, "base64url").toString("utf8"));
  if (!isRecord(value)) throw badAssertion("[Reason - The assertion is malformed.]");
  return value;
}

function thumbprintOf(header: JsonRecord): string {
  const text = String(header["x5t#S256"] ?? header["x5t"] ?? "");
  return Buffer.from(text, "base64url").toString("hex").toUpperCase();
}

function thumbprints(certificate: X509Certificate): readonly string[] {
  return [certificate.fingerprint256, certificate.fingerprint].map((text) => text.replaceAll(":", ""));
}
