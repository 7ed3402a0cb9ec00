import { CollectError } from "../collect-error.ts";

/** After so many answers in a row without a record, the links are given up. */
const mostEmptyPages = 1_000;

/** Watches over the links from page to page: one that was followed before would never end. */
export class PageLinks {
  readonly #label: string;
  readonly #seen = new Set<string>();
  #empty = 0;

  /** @param first the address of the first page. */
  constructor(label: string, first: string) {
    this.#label = label;
    this.#seen.add(pathOf(first));
  }

  /**
   * The link to the next page, if there is one.
   * @throws CollectError when it was followed before, is no text, or too many pages were empty.
   */
  follow(link: unknown, records: number): string | undefined {
    if (link === undefined || link === null || link === "") return undefined;
    this.#empty = records === 0 ? this.#empty + 1 : 0;
    if (typeof link !== "string" || !URL.canParse(link, base)) throw this.#astray("a link that is no address");
    if (this.#seen.has(pathOf(link))) throw this.#astray("a link to a page that was read before");
    if (this.#empty > mostEmptyPages) throw this.#astray(`${mostEmptyPages} empty pages in a row`);
    this.#seen.add(pathOf(link));
    return link;
  }

  #astray(what: string): CollectError {
    const sentence = `Microsoft's pages of ${this.#label} do not end: it gave ${what}. They are read again.`;
    return new CollectError("collect-failed", sentence, { kind: "again" });
  }
}

/** This base serves only to parse addresses that are paths. Where a link leads is checked when it is followed. */
const base = "https://localhost";

function pathOf(link: string): string {
  const { pathname, search } = new URL(link, base);
  return pathname + search;
}
