import { assistantMutants } from "./assistant-mutants.mjs";
import { collectorMutants } from "./collector-mutants.mjs";
import { lakeMutants } from "./lake-mutants.mjs";
import { languageMutants } from "./language-mutants.mjs";
import { resultsMutants } from "./results-mutants.mjs";
import { s3Mutants } from "./s3-mutants.mjs";

/**
 * Every mutant that `npm run mutants` tries. Whoever builds something that must not break adds the way in which it
 * most easily would.
 *
 * @type {readonly import("./mutant.mjs").Mutant[]}
 */
export const mutants = [
  ...collectorMutants,
  ...lakeMutants,
  ...assistantMutants,
  ...languageMutants,
  ...resultsMutants,
  ...s3Mutants,
];
