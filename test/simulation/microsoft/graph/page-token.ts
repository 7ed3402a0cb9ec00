import type { Position } from "../tenant/offer-index.ts";

/** What a `$skiptoken` stands for: where to go on, and in what. */
export interface PageToken {
  /** Answers come from what was visible then, milliseconds since 1970; null when they follow what is visible now. */
  readonly snapshotMs: number | null;
  readonly after: Position;
  /** When the token was made, milliseconds since 1970. */
  readonly madeMs: number;
  /** Page size of the first request, which the token's suffix shows. */
  readonly top: number;
}

/** In Microsoft's look: opaque text and the page size. */
export function writePageToken(token: PageToken): string {
  const { snapshotMs, after, madeMs, top } = token;
  return `${Buffer.from(JSON.stringify([snapshotMs, after.axisMs, after.key, madeMs])).toString("base64url")}_${top}`;
}

/** Undefined when the text is no token. */
export function readPageToken(text: string): PageToken | undefined {
  const cut = text.lastIndexOf("_");
  const top = Number(text.slice(cut + 1));
  try {
    const parts: unknown = JSON.parse(Buffer.from(text.slice(0, cut), "base64url").toString("utf8"));
    if (!Array.isArray(parts)) return undefined;
    const [snapshotMs, axisMs, key, madeMs] = parts as unknown[];
    const isWhole = typeof axisMs === "number" && typeof key === "string" && typeof madeMs === "number";
    if (!isWhole || !(snapshotMs === null || typeof snapshotMs === "number") || !(top > 0)) return undefined;
    return { snapshotMs, after: { axisMs, key }, madeMs, top };
  } catch {
    return undefined;
  }
}
