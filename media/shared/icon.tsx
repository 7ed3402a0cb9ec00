import type { JSX } from "preact";
import "./icon.css";

/** A codicon; always beside a word or a label, so screen readers skip it. */
export function Icon(props: { readonly name: string; readonly slot?: string; readonly spin?: boolean }): JSX.Element {
  return (
    <span
      class={`codicon codicon-${props.name}${props.spin ? " codicon-modifier-spin" : ""}`}
      aria-hidden="true"
      {...(props.slot && { slot: props.slot })}
    />
  );
}
