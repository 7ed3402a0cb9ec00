export interface TextPart {
  readonly text: string;
  readonly found: boolean;
}

/** Splits a text at the places of another, ignoring case; stops marking after `most` of them. */
export function splitAtFinds(text: string, sought: string, most = 1000): readonly TextPart[] {
  if (sought === "") return [{ text, found: false }];
  const parts: TextPart[] = [];
  let end = 0;
  let finds = 0;
  for (const match of text.matchAll(new RegExp(asPattern(sought), "giu"))) {
    if (finds === most) break;
    finds += 1;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), found: false });
    parts.push({ text: match[0], found: true });
    end = match.index + match[0].length;
  }
  return end < text.length ? [...parts, { text: text.slice(end), found: false }] : parts;
}

function asPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
