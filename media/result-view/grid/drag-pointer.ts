import type { TargetedPointerEvent } from "preact";

export interface DragListener {
  /** `x` in pixels of the window, `moved` since the press. */
  readonly move: (at: { readonly x: number; readonly moved: number }) => void;
  readonly end?: () => void;
  readonly cancel?: () => void;
}

/** Follows a pressed pointer until it is released, also outside the element. */
export function dragPointer(press: TargetedPointerEvent<HTMLElement>, listener: DragListener): void {
  const element = press.currentTarget;
  const start = press.clientX;
  const listening = new AbortController();
  const { signal } = listening;
  element.setPointerCapture(press.pointerId);
  element.addEventListener(
    "pointermove",
    (event) => listener.move({ x: event.clientX, moved: event.clientX - start }),
    { signal },
  );
  element.addEventListener(
    "pointerup",
    () => {
      listening.abort();
      listener.end?.();
    },
    { signal },
  );
  element.addEventListener(
    "pointercancel",
    () => {
      listening.abort();
      listener.cancel?.();
    },
    { signal },
  );
}
