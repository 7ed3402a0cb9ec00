import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import "./tabs.css";

/** A few pages of which one is shown, drawn as VS Code's panel titles; arrows move between them. */
export function Tabs<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly tabs: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const step = (by: number): void => {
    const current = props.tabs.findIndex((tab) => tab.value === props.value);
    const target = props.tabs.at((current + by) % props.tabs.length);
    if (!target) return;
    props.onChange(target.value);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[props.tabs.indexOf(target)]?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          class="tab"
          role="tab"
          aria-selected={tab.value === props.value}
          tabIndex={tab.value === props.value ? 0 : -1}
          onClick={() => props.onChange(tab.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") step(1);
            if (event.key === "ArrowLeft") step(-1);
          }}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
