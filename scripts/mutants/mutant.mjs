/**
 * A fault put into the product on purpose, and the level of tests that must notice it.
 *
 * @typedef {object} Mutant
 * @property {string} name what the product does wrong.
 * @property {readonly Edit[]} edits
 * @property {Level} level the cheapest that must notice it.
 */

/**
 * @typedef {object} Edit
 * @property {string} file from the root of the tree.
 * @property {string} find text that the file holds once; anything else is an error.
 * @property {string} replace
 */

/**
 * So many simulated lives, beginning with a seed (default 1), or files of tests.
 *
 * @typedef {{ readonly lives: number, readonly from?: number } | { readonly tests: readonly string[] }} Level
 */

export {};
