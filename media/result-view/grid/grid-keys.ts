import type { PressedKey } from "../../shared/pressed-key.ts";
import type { Motion } from "./selection.ts";

export type GridCommand =
  | { readonly kind: "move"; readonly motion: Motion; readonly extend: boolean }
  | { readonly kind: "selectAll" | "copy" | "copyOtherwise" | "open" | "menu" | "collapse" };

/** What a key means in the grid (the ARIA practices' data grid); undefined leaves it to the editor. */
export function gridCommand(key: PressedKey): GridCommand | undefined {
  const control = key.ctrlKey || key.metaKey;
  if (key.altKey) return key.key === "ArrowDown" ? { kind: "menu" } : undefined;
  const motion = control ? controlMotions[key.key] : motions[key.key];
  if (motion) return { kind: "move", motion, extend: key.shiftKey };
  if (control) {
    const letter = key.key.toLowerCase();
    if (letter === "a") return { kind: "selectAll" };
    if (letter !== "c") return undefined;
    return { kind: key.shiftKey ? "copyOtherwise" : "copy" };
  }
  if (key.key === "ContextMenu" || (key.key === "F10" && key.shiftKey)) return { kind: "menu" };
  if (key.key === "Enter") return { kind: "open" };
  return key.key === "Escape" ? { kind: "collapse" } : undefined;
}

const motions: Readonly<Record<string, Motion>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  PageUp: "pageUp",
  PageDown: "pageDown",
  Home: "rowStart",
  End: "rowEnd",
};

const controlMotions: Readonly<Record<string, Motion>> = {
  ArrowUp: "columnStart",
  ArrowDown: "columnEnd",
  ArrowLeft: "rowStart",
  ArrowRight: "rowEnd",
  Home: "first",
  End: "last",
};
