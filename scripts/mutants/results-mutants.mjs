/** @type {readonly import("./mutant.mjs").Mutant[]} */
export const resultsMutants = [
  {
    name: "an empty list after NOT IN lets no row through once it is written into the statement",
    edits: [
      {
        file: "src/dialect/trino/write-values.ts",
        find: 'negated ? "(TRUE OR " : "(FALSE AND "',
        replace: '"(FALSE AND "',
      },
    ],
    level: { tests: ["test/lake/dialect/written-values.test.ts"] },
  },
  {
    name: "rows with one key are paired with whichever comes first",
    edits: [
      {
        file: "src/query/results/comparing/comparison-sql.ts",
        find: "coalesce(bk.times, 0) > 1 OR coalesce(ak.times, 0) > 1 AS is_double",
        replace: "false AS is_double",
      },
    ],
    level: { tests: ["test/lake/results/comparisons.test.ts"] },
  },
  {
    name: "a comparison takes a value that became NULL for the same",
    edits: [{ file: "src/query/results/comparing/comparison-sql.ts", find: ") IS DISTINCT FROM (", replace: ") <> (" }],
    level: { tests: ["test/lake/results/comparisons.test.ts"] },
  },
  {
    name: "a kept file that says to be another result takes its place",
    edits: [
      {
        file: "src/query/results/keeping/reopen-result.ts",
        find: "if (kept.summary.resultId !== place.resultId) throw notKept(undefined);",
        replace: "",
      },
    ],
    level: { tests: ["test/lake/results/kept-results.test.ts"] },
  },
];
