import type { Memento } from "vscode";
import type { LastDeploy } from "../../../protocol/aws/deploy-page.ts";
import { fieldsOf, isText, rememberedFields } from "../../platform/remembered.ts";

const key = "deploy.last";

/** Remembers where a stack was deployed last, and with which parameters; of credentials nothing. */
export class DeployMemory {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  get last(): LastDeploy | undefined {
    const { profile, region, stack, parameters } = rememberedFields(this.#memory, key);
    if (!isText(region) || !isText(stack)) return undefined;
    const texts = Object.entries(fieldsOf(parameters)).filter((entry): entry is [string, string] => isText(entry[1]));
    return { region, stack, parameters: Object.fromEntries(texts), ...(isText(profile) && { profile }) };
  }

  async remember({ profile, region, stack, parameters }: LastDeploy): Promise<void> {
    await this.#memory.update(key, { region, stack, parameters, ...(profile !== undefined && { profile }) });
  }
}
