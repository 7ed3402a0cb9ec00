import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import { dragPointer } from "../grid/drag-pointer.ts";

/** In pixels. */
const narrowest = 200;
const widest = 1200;
const keyStep = 20;

/** The edge by which a side pane is made wider, with the pointer or the arrow keys. */
export function PaneSash(props: { readonly width: number; readonly onWidth: (width: number) => void }): JSX.Element {
  const resize = (width: number): void => props.onWidth(Math.max(narrowest, Math.min(Math.round(width), widest)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <span
      class="pane-sash"
      role="separator"
      tabIndex={0}
      aria-label={t("Width of the pane")}
      aria-orientation="vertical"
      aria-valuenow={props.width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      onPointerDown={(event) => dragPointer(event, { move: ({ moved }) => resize(props.width - moved) })}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        resize(props.width + (event.key === "ArrowLeft" ? keyStep : -keyStep));
        event.preventDefault();
      }}
    />
  );
}
