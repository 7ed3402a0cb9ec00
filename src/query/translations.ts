import { type Translation, translate } from "../dialect/translate.ts";
import { lakeSchema } from "./lake-schema.ts";

const remembered = 64;

/** Statements of a lake translated for DuckDB. What was asked lately is not translated again: it would come out alike. */
export class Translations {
  readonly #schema = lakeSchema();
  /** The newest last. */
  readonly #known = new Map<string, Translation>();

  /** @throws as `translate` does. */
  of(source: string, parameterTypes: Readonly<Record<string, string>>): Translation {
    const id = JSON.stringify([source, Object.entries(parameterTypes)]);
    const translation = this.#known.get(id) ?? translate(source, { schema: this.#schema, parameterTypes });
    this.#known.delete(id);
    this.#known.set(id, translation);
    for (const oldest of [...this.#known.keys()].slice(0, Math.max(0, this.#known.size - remembered)))
      this.#known.delete(oldest);
    return translation;
  }
}
