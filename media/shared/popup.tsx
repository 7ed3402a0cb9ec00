import type { ComponentChildren, JSX, TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { placeBeside } from "./popup-place.ts";
import { treeRoot } from "./tree-root.ts";
import "./popup.css";

/** Where a popup belongs, in pixels of the window. */
export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** The place under an element. */
export function anchorUnder(element: Element): Anchor {
  const { left, top, bottom } = element.getBoundingClientRect();
  return { left, top, bottom };
}

/** A layer over the page that Escape or a press elsewhere closes; the focus then returns to where it was. */
export function Popup(props: {
  readonly anchor: Anchor;
  readonly role: "menu" | "dialog";
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly onKeyDown?: (event: TargetedKeyboardEvent<HTMLDivElement>) => void;
}): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const close = useRef(props.onClose);
  close.current = props.onClose;

  useLayoutEffect(() => {
    const popup = element.current;
    if (!popup) return;
    const root = treeRoot(popup);
    const before = root.activeElement;
    const first = popup.querySelector<HTMLElement>("[data-autofocus], [role^=menuitem]") ?? popup;
    first.focus();
    const pressed = (event: PointerEvent): void => {
      if (!event.composedPath().includes(popup)) close.current();
    };
    const left = (): void => close.current();
    document.addEventListener("pointerdown", pressed, true);
    window.addEventListener("blur", left);
    return () => {
      document.removeEventListener("pointerdown", pressed, true);
      window.removeEventListener("blur", left);
      const focused = root.activeElement;
      const focusIsFree = focused === null || focused === document.body || popup.contains(focused);
      if (focusIsFree && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  // Its own size is known only after its content is drawn, and changes when statistics arrive; the page's, when a
  // person drags its edge.
  useLayoutEffect(() => {
    const popup = element.current;
    if (!popup) return;
    const place = (): void => {
      const { left, top } = placeBeside(props.anchor, popup.getBoundingClientRect(), {
        width: window.innerWidth,
        height: window.innerHeight,
      });
      popup.style.left = `${left}px`;
      popup.style.top = `${top}px`;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(popup);
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, [props.anchor]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is a menu's or a dialog's
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: so is the name
    <div
      ref={element}
      class="popup"
      role={props.role}
      aria-label={props.label}
      tabIndex={-1}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") {
          event.preventDefault();
          props.onClose();
        } else props.onKeyDown?.(event);
      }}
    >
      {props.children}
    </div>
  );
}
