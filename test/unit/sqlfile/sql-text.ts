import fc from "fast-check";

/** Texts made of what SQL files are made of, well formed or not. */
export const sqlText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."SELECT|'|''|\"|`|;|--|-- %%|-- %% [markdown] t|-- text|/*|*/|/*---|---*/|title: x|\n|\r\n|\r|\t| |:name|::|$$|$a$|U&'|X'|\uFEFF|é|😀|1.5e3|->|a: [b".split(
          "|",
        ),
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));
