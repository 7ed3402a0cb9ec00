import { t } from "../../base/translated.ts";

/** The kinds of things that logs tell of, and that can be asked about. */
export const entityKinds = ["account", "address", "application", "session", "token", "device", "correlation"] as const;

export type EntityKind = (typeof entityKinds)[number];

/** One thing that logs tell of. */
export interface Entity {
  readonly kind: EntityKind;
  /** As `entityValue` writes it. */
  readonly value: string;
  /** The tenant whose logs tell of it; left out, the lake's only one is meant, or the person is asked. */
  readonly tenantId?: string;
}

/** What a kind is called where a person reads it. */
export const entityTitles: Readonly<Record<EntityKind, string>> = {
  account: t("Account"),
  address: t("Address"),
  application: t("Application"),
  session: t("Session"),
  token: t("Token"),
  device: t("Device"),
  correlation: t("Correlation id"),
};

/** Athena takes no longer parameters (facts of Athena: an execution parameter has at most 1,024 characters). */
const longestValue = 1024;

/** Stands where a record has no id. */
const zeroGuid = "00000000-0000-0000-0000-000000000000";

/** How a value of some kind is asked for; `undefined` where the text is none. */
export function entityValue(kind: EntityKind, text: string): string | undefined {
  const trimmed = text.trim();
  if (kind === "address") return canonicalAddress(trimmed);
  return trimmed === "" || trimmed === zeroGuid || trimmed.length > longestValue ? undefined : trimmed;
}

/** True when two entities are one: ids and account names are the same in any case. */
export function isSameEntity(a: Entity, b: Entity): boolean {
  return a.kind === b.kind && a.tenantId === b.tenantId && a.value.toLowerCase() === b.value.toLowerCase();
}

/**
 * An address as RFC 5952 writes it: without port, brackets and zone, IPv6 shortened and in lower case, and an IPv4
 * address that is written as IPv6 (`::ffff:203.0.113.7`) as IPv4. `undefined` for text that is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  const bare = withoutPort(text.trim());
  if (bare.includes(":")) return canonicalSix(bare.replace(/%.*$/, ""));
  return isFour(bare) ? bare : undefined;
}

/** Activity records write `203.0.113.7:50123` and `[2001:db8::7]:50123` (Management Activity API, ClientIP). */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text);
  if (bracketed) return bracketed[1] ?? "";
  return text.replace(/^([\d.]+):\d{1,5}$/, "$1");
}

function isFour(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split(".").every((part) => !isTooLarge(part));
}

/** A number with a leading zero is read as octal by some and refused by others. */
function isTooLarge(part: string): boolean {
  return Number(part) > 255 || (part.length > 1 && part.startsWith("0"));
}

function canonicalSix(text: string): string | undefined {
  // The browser's own reading of addresses writes them as RFC 5952 does, IPv4 inside as two groups of hexadecimals.
  if (!/^[\da-f:.]+$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return undefined;
  const six = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(six);
  if (!mapped) return six;
  const [high, low] = [Number.parseInt(mapped[1] ?? "0", 16), Number.parseInt(mapped[2] ?? "0", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
