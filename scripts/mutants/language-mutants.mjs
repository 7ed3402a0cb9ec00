/** @type {readonly import("./mutant.mjs").Mutant[]} */
export const languageMutants = [
  {
    name: "a query in FROM is offered the columns around it",
    edits: [
      {
        file: "src/language/statement/statement-scope.ts",
        find: "      if (!seesOut) levels.length = 0;\n",
        replace: "",
      },
    ],
    level: { tests: ["test/unit/language/completion.test.ts"] },
  },
  {
    name: "the fix of the log day takes an OR's other side along",
    edits: [{ file: "src/language/statement/day-filter.ts", find: "if (!hasOr)", replace: "if (hasOr || !hasOr)" }],
    level: { tests: ["test/unit/language/findings.test.ts"] },
  },
  {
    name: "the fix of the log day makes an inner join of an outer one",
    edits: [
      {
        file: "src/language/statement/fewer-days.ts",
        find: " || hasOuterJoin(tokens, arm)",
        replace: "",
      },
    ],
    level: { tests: ["test/unit/language/findings.test.ts"] },
  },
  {
    name: "the values of one table's column are offered for another's",
    edits: [
      {
        file: "src/language/knowledge/known-values.ts",
        find: "    if (own !== undefined) return own;\n",
        replace: "",
      },
    ],
    level: { tests: ["test/unit/language/completion.test.ts"] },
  },
];
