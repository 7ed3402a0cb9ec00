import { CollectError } from "../collect-error.ts";

/** So many answers without a record, one after the other, lead nowhere. */
const mostEmptyPages = 1_000;

/** Watches over the links from page to page: one that was followed before would never end. */
export class PageLinks {
  readonly #label: string;
  readonly #seen = new Set<string>();
  #empty = 0;

  constructor(label: string) {
    this.#label = label;
  }

  /**
   * The link to the next page, if there is one.
   * @throws CollectError when it was followed before, is no text, or too many pages were empty.
   */
  follow(link: unknown, records: number): string | undefined {
    if (link === undefined || link === null || link === "") return undefined;
    this.#empty = records === 0 ? this.#empty + 1 : 0;
    if (typeof link !== "string") throw this.#astray("a link that is no address");
    if (this.#seen.has(link)) throw this.#astray("a link to a page that was read before");
    if (this.#empty > mostEmptyPages) throw this.#astray(`${mostEmptyPages} empty pages in a row`);
    this.#seen.add(link);
    return link;
  }

  #astray(what: string): CollectError {
    const sentence = `Microsoft's pages of ${this.#label} do not end: it gave ${what}. They are read again.`;
    return new CollectError("collect-failed", sentence, { kind: "again" });
  }
}
