import type fc from "fast-check";

/** Something that holds for every input of a kind, whoever made the input. */
export interface Target<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  /** How many inputs `npm test` tries. */
  readonly runs: number;
  prepare(): Promise<Prepared<Input>>;
}

/** A target with what it needs. */
export interface Prepared<Input> {
  /** @throws what does not hold for this input. */
  holds(input: Input): Promise<void> | void;
  close(): Promise<void> | void;
}

/** A target that needs nothing but its input. */
export function alone<Input>(
  inputs: fc.Arbitrary<Input>,
  runs: number,
  holds: Prepared<Input>["holds"],
): Target<Input> {
  return { inputs, runs, prepare: async () => ({ holds, close: () => undefined }) };
}
