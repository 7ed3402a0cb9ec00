const overBucket = ["test/aws/storage/storage.test.ts"];
const livesOverBucket = ["test/aws/storage/lives/lives.test.ts"];

/**
 * What the stand-in's S3 must notice; its tests need what `npm run test:aws` needs.
 *
 * @type {readonly import("./mutant.mjs").Mutant[]}
 */
export const s3Mutants = [
  {
    name: "S3 is not told that nothing may lie there yet",
    edits: [
      {
        file: "src/lake/storage/s3/s3-objects.ts",
        find: 'return "ifAbsent" in condition ? { IfNoneMatch: "*" } :',
        replace: 'return "ifAbsent" in condition ? { IfNoneMatch: undefined } :',
      },
    ],
    level: { tests: overBucket },
  },
  {
    name: "S3 is not told which version is replaced",
    edits: [
      {
        file: "src/lake/storage/s3/s3-objects.ts",
        find: "{ IfMatch: condition.ifVersion };",
        replace: "{ IfMatch: condition.ifVersion.slice(0, 0) || undefined };",
      },
    ],
    level: { tests: overBucket },
  },
  {
    name: "a write that S3 refused with 412 counts as done",
    edits: [
      {
        file: "src/lake/storage/s3/s3-storage.ts",
        find: "if (!isAgain || !(await this.#isSuperseded(path))) throw new WriteConflict(path);",
        replace: 'if (!isAgain) return storedAs(found ?? { path, bytes: 0, version: "", writtenMs: 0 });',
      },
    ],
    level: { tests: overBucket },
  },
  {
    name: "a write that S3 refused with 409 counts as done",
    edits: [
      {
        file: "src/lake/storage/s3/s3-storage.ts",
        find: "          await this.pause(25 * 2 ** beside * Math.random());\n",
        replace: '          return { path, bytes: upload.bytes, version: "", writtenMs: Date.now() };\n',
      },
    ],
    level: { tests: livesOverBucket },
  },
  {
    name: "a slice is put into S3 after the entry that names it",
    edits: [
      {
        file: "src/lake/slices/slice-file.ts",
        find: "const writtenMs = await put();",
        replace: "const writtenMs = null;",
      },
      {
        file: "src/lake/committing/table-commit.ts",
        find: "        await this.#ensure(groups);\n",
        replace: "",
      },
    ],
    level: { tests: livesOverBucket },
  },
];
