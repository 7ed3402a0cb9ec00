/**
 * What a `.sql` file may be at most: to be read at all in bytes, and for its statements to be told apart while a person types: which takes some
 * 25 ms. A larger file is run by selecting in it.
 */
export const fileBounds = { characters: 500_000, statements: 1000, bytes: 5_000_000 } as const;
