/**
 * The largest `.sql` files: in bytes for a file to be read at all, and in characters for its statements to be told
 * apart while a person types, which takes some 25 ms. Statements of a larger file are run by selecting them.
 */
export const fileBounds = { characters: 500_000, statements: 1000, bytes: 5_000_000 } as const;

/** The largest `.sql` files that open as a notebook; larger ones open as text. */
export const notebookBounds = { cells: 1000, bytes: fileBounds.bytes } as const;
