import { createHash } from "node:crypto";
import { CollectError } from "../collect-error.ts";

/** After so many answers in a row without a record, the links are given up. */
export const mostEmptyPages = 1_000;

/** So many pages may hold just what another page held before: more are a circle whose links are new each time. */
const mostRepeated = 3;

/** Watches over the links from page to page: one that was followed before would never end. */
export class PageLinks {
  readonly #label: string;
  readonly #seen = new Set<string>();
  readonly #pages = new Set<string>();
  #empty = 0;
  #repeated = 0;

  /** @param first the address of the first page. */
  constructor(label: string, first: string) {
    this.#label = label;
    this.#seen.add(pathOf(first));
  }

  /**
   * The link to the next page, if there is one.
   * @param names of what the page held.
   * @throws CollectError when it was followed before, is no text, or too many pages were empty or repeated others.
   */
  follow(link: unknown, names: readonly string[]): string | undefined {
    if (!leadsOn(link)) return undefined;
    this.#empty = isEmptyWithNext(names, link) ? this.#empty + 1 : 0;
    const page = createHash("sha256").update(JSON.stringify(names.toSorted())).digest("base64");
    if (names.length > 0 && this.#pages.has(page)) this.#repeated += 1;
    this.#pages.add(page);
    if (typeof link !== "string" || !URL.canParse(link, base)) throw this.#astray("a link that is no address");
    if (this.#seen.has(pathOf(link))) throw this.#astray("a link to a page that was read before");
    if (this.#empty > mostEmptyPages) throw endlessPages(this.#label);
    if (this.#repeated > mostRepeated) throw this.#astray("the same pages again and again");
    this.#seen.add(pathOf(link));
    return link;
  }

  #astray(what: string): CollectError {
    const sentence = `Microsoft's pages of ${this.#label} do not end: it gave ${what}. They are read again.`;
    return new CollectError("collect-failed", sentence, { kind: "again" });
  }
}

/**
 * Whether a page held nothing and leads on to another: only such pages can go on for ever.
 * @param held all that the page held, before any of it was left out.
 */
export function isEmptyWithNext(held: readonly unknown[], link: unknown): boolean {
  return held.length === 0 && leadsOn(link);
}

function leadsOn(link: unknown): boolean {
  return link !== undefined && link !== null && link !== "";
}

/** To ask for so many pages again would take as long, and bring as little. */
export function endlessPages(label: string): CollectError {
  const sentence = `Microsoft's pages of ${label} do not end: it gave ${mostEmptyPages} empty pages in a row. They are read again in the next run.`;
  return new CollectError("collect-failed", sentence, { kind: "leave" });
}

/** This base serves only to parse addresses that are paths. Where a link leads is checked when it is followed. */
const base = "https://localhost";

function pathOf(link: string): string {
  const { pathname, search } = new URL(link, base);
  return pathname + search;
}
