import type { JSX, TargetedKeyboardEvent } from "preact";
import { Icon } from "./icon.tsx";
import { type Anchor, Popup } from "./popup.tsx";
import { treeRoot } from "./tree-root.ts";
import "./menu.css";

export interface MenuItem {
  readonly label: string;
  readonly act: () => void;
  /** The key that does the same, for reading only. */
  readonly key?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
}

/** Groups of items are divided by a line. */
export type MenuGroups = readonly (readonly MenuItem[])[];

/** A key with the machine's own control key, as menus write it. */
export function controlKey(key: string, shift = false): string {
  if (/Mac/.test(navigator.platform)) return `${shift ? "⇧" : ""}⌘${key}`;
  return `Ctrl+${shift ? "Shift+" : ""}${key}`;
}

/** A menu as VS Code draws them: arrows move, Enter chooses, a letter jumps. */
export function Menu(props: {
  readonly anchor: Anchor;
  readonly label: string;
  readonly groups: MenuGroups;
  readonly onClose: () => void;
}): JSX.Element {
  const groups = props.groups.filter((group) => group.length > 0);
  return (
    <Popup anchor={props.anchor} role="menu" label={props.label} onClose={props.onClose} onKeyDown={moveInMenu}>
      {groups.map((group, index) => (
        // A menu's groups never change while it is open.
        <div key={group[0]?.label} class="menu-group">
          {index > 0 && <hr class="menu-line" />}
          {group.map((item) => (
            <button
              key={item.label}
              type="button"
              class="menu-item"
              role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              tabIndex={-1}
              disabled={item.disabled ?? false}
              {...(item.checked !== undefined && { "aria-checked": item.checked })}
              onPointerMove={(event) => event.currentTarget.focus()}
              onClick={() => {
                props.onClose();
                item.act();
              }}
            >
              <span class="menu-check">{item.checked && <Icon name="check" />}</span>
              <span class="menu-label">{item.label}</span>
              {item.key !== undefined && <span class="menu-key">{item.key}</span>}
            </button>
          ))}
        </div>
      ))}
    </Popup>
  );
}

function moveInMenu(event: TargetedKeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>(".menu-item:not(:disabled)")];
  const current = items.indexOf(treeRoot(event.currentTarget).activeElement as HTMLButtonElement);
  const target = ((): HTMLButtonElement | undefined => {
    switch (event.key) {
      case "ArrowDown":
        return items[(current + 1) % items.length];
      case "ArrowUp":
        return items.at(current <= 0 ? -1 : current - 1);
      case "Home":
        return items[0];
      case "End":
        return items.at(-1);
      default:
        return event.key.length === 1 ? startingWith(event.key, items, current) : undefined;
    }
  })();
  if (event.key === "Tab") event.preventDefault();
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function startingWith(
  letter: string,
  items: readonly HTMLButtonElement[],
  current: number,
): HTMLButtonElement | undefined {
  const inOrder = [...items.slice(current + 1), ...items.slice(0, current + 1)];
  return inOrder.find((item) => item.textContent?.toLowerCase().startsWith(letter.toLowerCase()));
}
