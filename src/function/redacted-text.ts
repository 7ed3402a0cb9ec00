const mark = "(left out)";

/** What must not stand in a log: tokens and other long runs of characters, addresses of people and of machines. */
const patterns: readonly RegExp[] = [
  /\beyJ[\w-]+(?:\.[\w-]*)*/g,
  /[\p{L}\p{N}._%+#-]+@[\p{L}\p{N}.-]+/gu,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  /(?<![\w:])(?:[0-9a-f]{0,4}:){3,}[0-9a-f]{0,4}(?![\w:])/gi,
  /[\w+/=~.-]{60,}/g,
];

/**
 * A sentence of ours for a log that others keep and read. Our sentences name no person, but some quote a name that
 * somebody gave to something.
 * @param names that must not appear, for example what people call the tenants.
 */
export function redactedText(text: string, names: readonly string[] = []): string {
  let safe = text;
  for (const name of names) if (name.length > 2) safe = safe.replaceAll(name, mark);
  return patterns.reduce((left, pattern) => left.replace(pattern, mark), safe);
}
