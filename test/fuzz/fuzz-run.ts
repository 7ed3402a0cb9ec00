import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { targets } from "./targets.ts";

export interface FuzzRun {
  /** A name of `targets`. */
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
}

/** What the worker says while it tries inputs. */
export type FuzzMessage =
  | { readonly kind: "trying"; readonly number: number }
  | { readonly kind: "held" }
  | { readonly kind: "failed"; readonly why: string; readonly input: string };

/** An input for which a target does not hold, made as small as could be. */
export interface FuzzFailure {
  readonly why: string;
  readonly input: string;
}

/** No input of these sizes takes a hundredth of this on a slow machine: one that takes longer does not end. */
const hangMs = 120_000;

/**
 * Tries a target's inputs in a thread of its own, so that an input over which the code hangs is found, too.
 *
 * @returns undefined when the target held for every input.
 */
export async function fuzz(run: FuzzRun): Promise<FuzzFailure | undefined> {
  const worker = new Worker(new URL("fuzz-worker.ts", import.meta.url), { workerData: run });
  try {
    return await new Promise((resolve, reject) => {
      let number = 0;
      // The thread ends by itself: one that is ended while DuckDB closes in it takes the process down.
      let outcome: { readonly failure: FuzzFailure | undefined } | undefined;
      const hangs = (): void => resolve({ why: `No end within ${hangMs / 1000} s`, input: inputAt(run, number) });
      let watch = setTimeout(hangs, hangMs);
      worker.on("message", (message: FuzzMessage) => {
        clearTimeout(watch);
        if (message.kind === "held") outcome = { failure: undefined };
        else if (message.kind === "failed") outcome = { failure: message };
        else {
          number = message.number;
          watch = setTimeout(hangs, hangMs);
        }
      });
      worker.on("error", (error) => {
        clearTimeout(watch);
        reject(error);
      });
      worker.on("exit", () => {
        clearTimeout(watch);
        if (outcome !== undefined) resolve(outcome.failure);
        else reject(new Error(`The thread ended at input ${number}: ${inputAt(run, number)}`));
      });
    });
  } finally {
    await worker.terminate();
  }
}

/** The command that tries the same inputs again. */
export function repeatCommand({ target, seed, runs }: FuzzRun): string {
  return `npm run fuzz -- --target ${target} --seed ${seed} --runs ${runs}`;
}

/** Keeps a failing input in `out/fuzz/`, and says in words what failed, where it is and how it is repeated. */
export async function keepFailure(run: FuzzRun, { why, input }: FuzzFailure): Promise<string> {
  const folder = new URL("../../out/fuzz/", import.meta.url);
  await mkdir(folder, { recursive: true });
  const file = new URL(`${run.target}-${run.seed}.txt`, folder);
  await writeFile(file, `${repeatCommand(run)}\n\n${input}\n\n${why}\n`);
  const shown = input.length > 2000 ? `${input.slice(0, 2000)}…` : input;
  return `${run.target} does not hold for ${shown}\n${why}\nRepeat: ${repeatCommand(run)}\nKept in ${fileURLToPath(file)}`;
}

/** A seed that no run had before, most likely. */
export function newSeed(): number {
  return Math.trunc(Math.random() * 2 ** 31);
}

/** The nth input of a run; inputs do not depend on what became of those before. */
function inputAt({ target, seed }: FuzzRun, number: number): string {
  const inputs = targets.get(target)?.inputs;
  if (inputs === undefined || number === 0) return "";
  return fc.stringify(fc.sample(inputs, { seed, numRuns: number }).at(-1));
}
