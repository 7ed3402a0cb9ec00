import { createHash } from "node:crypto";

/** JSON with sorted keys, no blanks and no OData annotations: two records are the same when this text is. */
export function canonicalJson(raw: string): string {
  return canonicalValue(JSON.parse(raw));
}

/** SHA-256 of the canonical JSON, lower-case hex; of the text itself when it is no JSON. */
export function canonicalSha256(raw: string): string {
  let text: string;
  try {
    text = canonicalJson(raw);
  } catch {
    text = raw;
  }
  return createHash("sha256").update(text).digest("hex");
}

/** The canonical JSON of a value that was parsed. */
export function canonicalValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([name]) => !name.includes("@odata."))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalValue(field)}`);
  return `{${fields.join(",")}}`;
}
