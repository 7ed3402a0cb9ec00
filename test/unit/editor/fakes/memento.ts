import type { Memento } from "vscode";

/** The editor's memory, empty. */
export function memento(): Memento {
  const held = new Map<string, unknown>();
  return {
    keys: () => [...held.keys()],
    get: <T>(key: string, otherwise?: T) => (held.has(key) ? (held.get(key) as T) : otherwise),
    update: async (key: string, value: unknown) => void held.set(key, value),
  } as Memento;
}
