/** @type {readonly import("./mutant.mjs").Mutant[]} */
export const assistantMutants = [
  {
    name: "what cannot be seen reaches a model as it is",
    edits: [
      {
        file: "src/assistant/answers/answer.ts",
        find: 'JSON.stringify(origin === "product" ? value : boundedValue(value))',
        replace: "JSON.stringify(value)",
      },
    ],
    level: { tests: ["test/unit/assistant/answer-text.test.ts"] },
  },
  {
    name: "an answer does not say which rows it leaves out",
    edits: [
      { file: "src/assistant/answers/answer.ts", find: "shown.length < total\n", replace: "shown.length > total\n" },
    ],
    level: { tests: ["test/unit/assistant/answer-text.test.ts"] },
  },
  {
    name: "an assistant's query on Athena has no limit of the person's",
    edits: [
      {
        file: "src/assistant/asking/ask-lake.ts",
        find: "Math.min(gigabytes * gigabyte, world.mayScanBytes())",
        replace: "gigabytes * gigabyte",
      },
    ],
    level: { tests: ["test/unit/editor/assistant/assistant-face.test.ts"] },
  },
  {
    name: "an assistant's query runs unasked",
    edits: [
      { file: "src/assistant/assistant-tool.ts", find: "    ...(query && {", replace: "    ...(false && query && {" },
    ],
    level: { tests: ["test/unit/editor/assistant/assistant-face.test.ts"] },
  },
  {
    name: "entities of two tenants are told as one",
    edits: [
      { file: "src/assistant/tools/entity-facts-tool.ts", find: "tenants.length <= 1", replace: "tenants.length <= 9" },
    ],
    level: { tests: ["test/unit/assistant/entity-facts.test.ts"] },
  },
];
