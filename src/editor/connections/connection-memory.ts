import { resolve } from "node:path";
import type { Memento } from "vscode";
import type { Connection } from "../../protocol/lake.ts";
import { fieldsOf, isText, rememberedList, rememberedTexts } from "../platform/remembered.ts";

const lastKey = "connection.last";
const knownKey = "connection.known";
const heldKey = "connection.held";
const most = 20;
const mostHeld = 500;

/**
 * Remembers lakes: the last one of the workspace, those used on this machine, newest first, and in which folders one has
 * held logs, so that an empty folder in the place of such a lake is not taken for a new one.
 */
export class ConnectionMemory {
  readonly #workspace: Memento;
  readonly #global: Memento;

  constructor(workspace: Memento, global: Memento) {
    this.#workspace = workspace;
    this.#global = global;
  }

  get last(): Connection | undefined {
    const last = this.#workspace.get<unknown>(lastKey);
    return isConnection(last) ? last : undefined;
  }

  get known(): readonly Connection[] {
    return rememberedList(this.#global, knownKey, isConnection);
  }

  /** Whether a lake in this folder has held logs. */
  hasHeld(path: string): boolean {
    return this.#held.includes(resolve(path));
  }

  /** @param paths the folder as it was chosen, and where it is. */
  async rememberHeld(...paths: readonly string[]): Promise<void> {
    const held = [...new Set([...paths.map((path) => resolve(path)), ...this.#held])];
    if (held.every((path, index) => path === this.#held[index])) return;
    await this.#global.update(heldKey, held.slice(0, mostHeld));
  }

  /** Forgets that the folder held a lake, because a person said that the lake is gone for good. */
  async forgetHeld(path: string): Promise<void> {
    await this.#global.update(
      heldKey,
      this.#held.filter((each) => each !== resolve(path)),
    );
  }

  get #held(): readonly string[] {
    return rememberedTexts(this.#global, heldKey);
  }

  async remember(connection: Connection): Promise<void> {
    const same = JSON.stringify(connection);
    const others = this.known.filter((each) => JSON.stringify(each) !== same);
    await this.#workspace.update(lastKey, connection);
    await this.#global.update(knownKey, [connection, ...others].slice(0, most));
  }
}

function isConnection(value: unknown): value is Connection {
  const { kind, path, region } = fieldsOf(value);
  return kind === "folder" ? isText(path) : kind === "aws" && isText(region);
}
