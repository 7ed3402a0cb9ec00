/**
 * What a statement may have at most, so that no text makes the translation or DuckDB's planning take long: DuckDB's
 * time to plan grows with the third power of the depth, and its parser ends at 1,000 levels.
 */
export const bounds = {
  /** UTF-8 bytes of a statement: Athena's own bound. */
  bytes: 262_144,
  /** Items of one list: of IN, VALUES, GROUP BY, arguments, … */
  items: 10_000,
  /** Columns of one select list. */
  columns: 2_000,
  /** Relations in one FROM. */
  relations: 64,
  /** Named queries of one WITH. */
  namedQueries: 200,
  /** Levels of brackets, calls and operators in one another; a chain such as `a + b + c` has one for each operator. */
  depth: 200,
  /** Parts of one type, such as the fields of a row. */
  typeParts: 2_000,
  /** Characters of the statement that is made of it. */
  printed: 1_000_000,
  /** How often each token may be translated: a lambda is at most three times, where its types become wider. */
  stepsPerToken: 16,
  /** Grouping sets of one GROUP BY: CUBE of n columns has 2ⁿ. */
  groupingSets: 128,
} as const;
