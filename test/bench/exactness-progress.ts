import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addSums, type ExactnessSum, noSum } from "./exactness-part.ts";

/** One life, as a line of the file. */
interface LivedLine {
  readonly seed: number;
  readonly overFolder: boolean;
  readonly sum: ExactnessSum;
}

/**
 * The lives that were lived by one state of the sources, life by life in a file, so that ten thousand of them can be
 * gathered in several runs. A run that is killed loses the lives that it was in, and no other.
 */
export class ExactnessProgress {
  readonly #file: string;
  readonly #lived: Map<string, ExactnessSum>;

  private constructor(file: string, lived: Map<string, ExactnessSum>) {
    this.#file = file;
    this.#lived = lived;
  }

  /**
   * Opens what was lived by some sources.
   * @param folder where the files are; each is named after the sources whose lives it holds, so that those of others
   * are never mixed with them.
   * @param sources their digest, see `digestOfSources`.
   */
  static async open(folder: string, sources: string): Promise<ExactnessProgress> {
    const file = join(folder, `${sources.slice(0, 16)}.jsonl`);
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    // A line that was cut off by a kill is no line, and what follows must not be joined to it.
    if (text !== "" && !text.endsWith("\n")) await appendFile(file, "\n");
    const lines = text.split("\n").flatMap((line): LivedLine[] => {
      try {
        return [JSON.parse(line) as LivedLine];
      } catch {
        return [];
      }
    });
    return new ExactnessProgress(
      file,
      new Map(lines.map(({ seed, overFolder, sum }) => [nameOf(seed, overFolder), sum])),
    );
  }

  has(seed: number, overFolder: boolean): boolean {
    return this.#lived.has(nameOf(seed, overFolder));
  }

  async add(seed: number, overFolder: boolean, sum: ExactnessSum): Promise<void> {
    const line: LivedLine = { seed, overFolder, sum };
    await appendFile(this.#file, `${JSON.stringify(line)}\n`);
    this.#lived.set(nameOf(seed, overFolder), sum);
  }

  /** What those of some seeds that were lived came to. */
  sum(seeds: readonly number[], overFolder: boolean): ExactnessSum {
    return seeds.map((seed) => this.#lived.get(nameOf(seed, overFolder)) ?? noSum).reduce(addSums, noSum);
  }
}

function nameOf(seed: number, overFolder: boolean): string {
  return `${seed}${overFolder ? " over a folder" : ""}`;
}
