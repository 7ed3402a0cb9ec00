/** @type {readonly import("./mutant.mjs").Mutant[]} */
export const lakeMutants = [
  {
    name: "an older read overwrites what a newer one said",
    edits: [
      {
        file: "src/lake/merge/merge.ts",
        find: "compareNumbers(a.observedMs, b.observedMs)",
        replace: "compareNumbers(b.observedMs, a.observedMs)",
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "a row that is held is never updated",
    edits: [
      {
        file: "src/lake/merge/merge.ts",
        find: "compareRank(best.observation, before) > 0\n    ) {",
        replace: 'compareRank(best.observation, before) > 0 &&\n      id === ""\n    ) {',
      },
    ],
    level: { lives: 60 },
  },
];
