import type { Memento } from "vscode";
import type { Connection } from "../../protocol/lake.ts";

const lastKey = "connection.last";
const knownKey = "connection.known";
const most = 20;

/** Remembers lakes: the last one of the workspace, and those used on this machine, newest first. */
export class ConnectionMemory {
  readonly #workspace: Memento;
  readonly #global: Memento;

  constructor(workspace: Memento, global: Memento) {
    this.#workspace = workspace;
    this.#global = global;
  }

  get last(): Connection | undefined {
    return this.#workspace.get<Connection>(lastKey);
  }

  get known(): readonly Connection[] {
    return this.#global.get<readonly Connection[]>(knownKey, []);
  }

  async remember(connection: Connection): Promise<void> {
    const same = JSON.stringify(connection);
    const others = this.known.filter((each) => JSON.stringify(each) !== same);
    await this.#workspace.update(lastKey, connection);
    await this.#global.update(knownKey, [connection, ...others].slice(0, most));
  }
}
