/** @type {readonly import("./mutant.mjs").Mutant[]} */
export const lakeMutants = [
  {
    name: "an older read overwrites what a newer one said",
    edits: [
      {
        file: "src/lake/merge/merge-law.ts",
        find: "compareNumbers(a.observedMs, b.observedMs)",
        replace: "compareNumbers(b.observedMs, a.observedMs)",
      },
    ],
    level: { tests: ["test/unit/lake/merge/law.test.ts"] },
  },
  {
    name: "a row that is held is never updated",
    edits: [
      {
        file: "src/lake/merge/merge-law.ts",
        find: "(before !== undefined && !isNews(best.observation, before))",
        replace: "before !== undefined",
      },
    ],
    level: { tests: ["test/unit/lake/merge/law.test.ts"] },
  },
  {
    name: "an item of a history hides what a poll said of the state",
    edits: [
      {
        file: "src/lake/merge/merge-law.ts",
        find: "    compareNumbers(a.currentMs, b.currentMs) ||\n",
        replace: "",
      },
    ],
    level: { tests: ["test/unit/lake/merge/states-law.test.ts"] },
  },
  {
    name: "an item that says something else stands in the place of what a poll said",
    edits: [
      {
        file: "src/lake/merge/current-state.ts",
        find: "isItem(shown) || !isItem(found)) return false;",
        replace: "isItem(shown) || !isItem(found)) return false;\n  if (shown.id) return true;",
      },
    ],
    level: { tests: ["test/unit/lake/merge/states-law.test.ts"] },
  },
  {
    name: "a state that a poll confirms stays an item of the history",
    edits: [
      {
        file: "src/lake/merge/merge-law.ts",
        find: " || (before.currentMs === null && best.currentMs !== null)",
        replace: "",
      },
    ],
    level: { tests: ["test/unit/lake/merge/states-law.test.ts"] },
  },
  {
    name: "a day is complete after one read",
    edits: [
      {
        file: "src/lake/collecting/day-state.ts",
        find: "if (foundMs === null && onceMs === null) return",
        replace: "if (foundMs === null || onceMs === null) return",
      },
    ],
    level: { tests: ["test/unit/lake/day-state.test.ts"] },
  },
  {
    name: "the order of the first two merge rules is swapped",
    edits: [
      {
        file: "src/lake/merge/merge-law.ts",
        find: "    compareNumbers(a.versionTimeMs, b.versionTimeMs) ||\n",
        replace: "    a.fidelity - b.fidelity ||\n    compareNumbers(a.versionTimeMs, b.versionTimeMs) ||\n",
      },
    ],
    level: { tests: ["test/unit/lake/merge/law.test.ts"] },
  },
  {
    name: "the order of the first two merge rules is swapped in SQL",
    edits: [
      {
        file: "src/lake/merge/merge-sql.ts",
        find: "version_ms DESC NULLS LAST, current_ms",
        replace: "current_ms",
      },
      {
        file: "src/lake/merge/merge-sql.ts",
        find: "                observed_ms DESC NULLS LAST, filled DESC,",
        replace: "                version_ms DESC NULLS LAST, observed_ms DESC NULLS LAST, filled DESC,",
      },
    ],
    level: { tests: ["test/lake/commit/merge-sql.test.ts"] },
  },
  {
    name: "a late event does not open its day again",
    edits: [
      {
        file: "src/lake/ledger/coverage.ts",
        find: "  const foundMs = read.late > 0 ?",
        replace: "  const foundMs = read.late < 0 ?",
      },
    ],
    level: { tests: ["test/unit/lake/coverage.test.ts"] },
  },
  {
    name: "a window counts as covered though a part could not be merged",
    edits: [
      {
        file: "src/lake/committing/table-commit.ts",
        find: "const windows = reads && isWhole ?",
        replace: "const windows = reads && (isWhole || told !== undefined) ?",
      },
      {
        file: "src/collector/run/committer.ts",
        find: "open.unmerged ??=",
        replace: 'if (open.unmerged === "never") open.unmerged =',
      },
    ],
    level: { tests: ["test/unit/collector/run/committer.test.ts"] },
  },
  {
    name: "the bytes of an entry are not put on the disk",
    edits: [
      {
        file: "src/lake/storage/folder-storage.ts",
        find: "    await this.#sync.file(copy);\n",
        replace: "",
      },
    ],
    level: { tests: ["test/lake/commit/power-cut.test.ts"] },
  },
  {
    name: "nothing is put on the disk",
    edits: [
      {
        file: "src/lake/storage/folder-storage.ts",
        find: "    this.#sync = ",
        replace: "    this.#sync = process.argv.length > 0 ? { file: async () => {}, folder: async () => {} } : ",
      },
    ],
    level: { tests: ["test/lake/commit/power-cut.test.ts"] },
  },
  {
    name: "a folder that was made is not put on the disk",
    edits: [
      {
        file: "src/lake/storage/refuse-links.ts",
        find: "      await sync.folder(dirname(this.locate(part)));\n",
        replace: "",
      },
    ],
    level: { tests: ["test/lake/commit/power-cut.test.ts"] },
  },
  {
    name: "a slice that is not what its ledger says shows lines of imported files",
    edits: [
      { file: "src/lake/slices/held-rows.ts", find: "held?.sha256 !== sha256 || ", replace: "held === undefined || " },
    ],
    level: { tests: ["test/lake/service/importing/import-again.test.ts"] },
  },
  {
    name: "a line is passed over when one of its records is held",
    edits: [
      {
        file: "src/import/split/unheld-lines.ts",
        find: "length > 0 && length === trimmedLength(bytes, from, end)",
        replace: "length > 0",
      },
    ],
    level: { tests: ["test/lake/service/importing/import-again.test.ts"] },
  },
  {
    name: "lines that the lake holds for one tenant are passed over for another",
    edits: [
      {
        file: "src/service/importing/lines-of-file.ts",
        find: "const question = { refs, tenantId };",
        replace: "const question = { refs, tenantId: undefined };",
      },
    ],
    level: { tests: ["test/lake/service/importing/import-again.test.ts"] },
  },
  {
    name: "what a named table made of a file is taken for what the file shows by itself",
    edits: [
      {
        file: "src/service/importing/import-ref.ts",
        find: "return table === undefined ? sha256",
        replace: "return table !== null ? sha256",
      },
    ],
    level: { tests: ["test/lake/service/importing/import-again-odd.test.ts"] },
  },
  {
    name: "a file that changes while it is read is imported",
    edits: [{ file: "src/service/importing/import-run.ts", find: "await unchanged.require();", replace: "" }],
    level: { tests: ["test/lake/service/importing/import-again-odd.test.ts"] },
  },
  {
    name: "a start whose answer nobody heard ended its stretch when it was asked for",
    edits: [
      {
        file: "src/lake/collecting/unsubscribed.ts",
        find: "(tried ? longestStartMs : 0)",
        replace: "(tried ? 0 : 0)",
      },
    ],
    level: { tests: ["test/unit/lake/unsubscribed.test.ts"] },
  },
  {
    name: "a slice that is the lake's again is swept as replaced",
    edits: [
      {
        file: "src/lake/committing/sweep-replaced.ts",
        find: ".filter((path) => !current.has(path)));",
        replace: ".filter((path) => path.length > current.size - current.size));",
      },
    ],
    level: { tests: ["test/unit/lake/committing/sweep-replaced.test.ts"] },
  },
  {
    name: "a rebuilt ledger takes a slice that another has replaced",
    edits: [
      {
        file: "src/lake/rebuild.ts",
        find: "const replaced = new Set(held.map(({ parent }) => parent));",
        replace: "const replaced = new Set(held.map(({ parent }) => parent).slice(held.length));",
      },
    ],
    level: { tests: ["test/unit/lake/rebuild.test.ts"] },
  },
  {
    name: "a checkpoint is believed though its last entry is another",
    edits: [
      {
        file: "src/lake/ledger/ledger-reader.ts",
        find: 'if (typeof proof !== "string" && sha256(proof.content) !== state.head) return undefined;',
        replace: "",
      },
    ],
    level: { tests: ["test/unit/lake/ledger.test.ts"] },
  },
  {
    name: "a sweep takes slices whose rows are held nowhere else",
    edits: [
      {
        file: "src/lake/committing/sweep-unnamed.ts",
        find: 'if (found.kind === "held") held.push(slice.path);',
        replace: "held.push(slice.path);",
      },
    ],
    level: { tests: ["test/unit/lake/committing/sweep-unnamed.test.ts"] },
  },
  {
    name: "what no entry names is swept before it is a week old",
    edits: [{ file: "src/lake/committing/sweep-unnamed.ts", find: "> unnamedMs,", replace: "> 0," }],
    level: { lives: 10 },
  },
  {
    name: "a recovery merges nothing back",
    edits: [
      {
        file: "src/lake/recover.ts",
        find: 'if (known.kind === "left")',
        replace: 'if (known.kind === "left" && table === undefined)',
      },
    ],
    level: { from: 45, lives: 10 },
  },
];
