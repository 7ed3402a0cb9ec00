/**
 * A response whose body is there in one piece, as `fetch` gives it. Making a stream of the platform's for each costs
 * more than all that the simulated Microsoft does to answer.
 */
export class WholeResponse extends Response {
  readonly #text: string;

  constructor(text: string, init: ResponseInit) {
    super(null, init);
    this.#text = text;
  }

  override get body(): Response["body"] {
    const chunks = [new TextEncoder().encode(this.#text)];
    const read = async () => {
      const value = chunks.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    };
    // The part of a stream that is used by whoever reads a body to its end.
    return { getReader: () => ({ read, cancel: async () => undefined }) } as unknown as Response["body"];
  }

  override async text(): Promise<string> {
    return this.#text;
  }

  override async json(): Promise<unknown> {
    return JSON.parse(this.#text);
  }
}
