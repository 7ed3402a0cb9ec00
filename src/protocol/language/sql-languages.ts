/** The language of our files: Trino's SQL, with colours of its own. */
export const trinoLanguage = "trino-sql";

/** VS Code's own language of `.sql` files, whoever's they are. */
export const sqlLanguage = "sql";

/** What a file of ours may be in: a moment after it opened, or because a person chose so, it is in VS Code's own. */
export const sqlLanguages: readonly string[] = [trinoLanguage, sqlLanguage];
