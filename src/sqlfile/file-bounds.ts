/**
 * What a `.sql` file may be at most for its statements to be told apart while a person types: both are read within some
 * 25 ms. A larger file is run by selecting in it.
 */
export const fileBounds = { characters: 500_000, statements: 1000 } as const;
