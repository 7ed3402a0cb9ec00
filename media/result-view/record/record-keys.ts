import type { PressedKey } from "../../shared/pressed-key.ts";

/** What a key means in the tree of a record (the ARIA practices' tree view); undefined leaves it to others. */
export type RecordCommand =
  | { readonly kind: "move"; readonly by: "up" | "down" | "first" | "last" | "pageUp" | "pageDown" }
  | { readonly kind: "open" | "close" | "act" | "menu" | "copyValue" | "copyNameAndValue" | "nextRow" | "previousRow" };

export function recordCommand(key: PressedKey): RecordCommand | undefined {
  if (key.altKey) {
    if (key.key === "ArrowDown") return { kind: "nextRow" };
    return key.key === "ArrowUp" ? { kind: "previousRow" } : undefined;
  }
  if (key.ctrlKey || key.metaKey) {
    if (key.key.toLowerCase() !== "c") return undefined;
    return { kind: key.shiftKey ? "copyNameAndValue" : "copyValue" };
  }
  if (key.key === "F10") return key.shiftKey ? { kind: "menu" } : undefined;
  return commands[key.key];
}

const commands: Readonly<Record<string, RecordCommand>> = {
  ArrowUp: { kind: "move", by: "up" },
  ArrowDown: { kind: "move", by: "down" },
  Home: { kind: "move", by: "first" },
  End: { kind: "move", by: "last" },
  PageUp: { kind: "move", by: "pageUp" },
  PageDown: { kind: "move", by: "pageDown" },
  ArrowRight: { kind: "open" },
  ArrowLeft: { kind: "close" },
  Enter: { kind: "act" },
  ContextMenu: { kind: "menu" },
};
