/** Something that the stand-in needs is not on this machine or cannot be fetched. The message is one line. */
export class Unavailable extends Error {}

/**
 * Runs a step of an installation.
 *
 * @throws {Unavailable} with the step's words and the last line that the tool printed.
 */
export async function orUnavailable<T>(what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(`${what}: ${lastLine(error instanceof Error ? error.message : String(error))}`, {
      cause: error,
    });
  }
}

function lastLine(text: string): string {
  return (
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .at(-1) ?? ""
  );
}
