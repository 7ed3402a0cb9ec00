import type { ComponentChildren, JSX, RefObject, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { Icon } from "./icon.tsx";
import "./controls.css";

/**
 * Names a control, by its text when no label is given. The toolkit writes names of its own ("Text field") when a
 * control enters the page, so ours comes after.
 */
function useLabel<Control extends HTMLElement>(label: string | undefined): RefObject<Control | null> {
  const control = useRef<Control>(null);
  useLayoutEffect(() => {
    const name = label ?? control.current?.textContent ?? "";
    if (control.current?.getAttribute("aria-label") !== name) control.current?.setAttribute("aria-label", name);
  });
  return control;
}

/** A push button; `icon` ones are flat, as in VS Code's toolbars. */
export function Button(props: {
  readonly children?: ComponentChildren;
  readonly appearance: "primary" | "secondary" | "icon";
  readonly onPress: (event: TargetedMouseEvent<HTMLElement>) => void;
  readonly icon?: string;
  /** What a screen reader says when the face is only an icon. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly opensMenu?: boolean;
  /** Whether what it turns on is on; left out for a button that turns nothing on. */
  readonly pressed?: boolean;
}): JSX.Element {
  const control = useLabel<HTMLElement>(props.label);
  return (
    <vscode-button
      ref={control}
      class="control-button"
      appearance={props.appearance}
      disabled={props.disabled ?? false}
      onClick={props.onPress}
      {...(props.label !== undefined && { title: props.label })}
      {...(props.pressed !== undefined && { "aria-pressed": props.pressed })}
      {...(props.opensMenu && { "aria-haspopup": "menu" })}
    >
      {props.icon !== undefined && <Icon name={props.icon} slot={props.children === undefined ? "" : "start"} />}
      {props.children}
      {props.opensMenu && props.children !== undefined && <Icon name="chevron-down" slot="end" />}
    </vscode-button>
  );
}

/** A line of text; `onSubmit` hears Enter, `onLeave` that the focus goes elsewhere. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onSubmit?: () => void;
  readonly onLeave?: () => void;
  /** Offers a sign that empties the field, when it holds something. */
  readonly onClear?: () => void;
  readonly onKey?: (event: TargetedKeyboardEvent<HTMLElement>) => void;
  readonly placeholder?: string;
  readonly icon?: string;
  /** Shows dots in place of what is typed. */
  readonly isSecret?: boolean;
  readonly isInvalid?: boolean;
  readonly disabled?: boolean;
}): JSX.Element {
  const control = useLabel<HTMLElement & { value: string }>(props.label);
  return (
    <vscode-text-field
      ref={control}
      class={`control-text${props.isInvalid ? " control-invalid" : ""}`}
      type={props.isSecret ? "password" : "text"}
      placeholder={props.placeholder ?? ""}
      value={props.value}
      disabled={props.disabled ?? false}
      aria-invalid={props.isInvalid ?? false}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onBlur={() => props.onLeave?.()}
      onKeyDown={(event) => {
        if (event.key === "Enter") props.onSubmit?.();
        props.onKey?.(event);
      }}
    >
      {props.icon !== undefined && <Icon name={props.icon} slot="start" />}
      {props.onClear !== undefined && props.value !== "" && (
        <button
          type="button"
          slot="end"
          class="bare-icon-button"
          title={t("Clear")}
          aria-label={t("Clear: {0}", props.label)}
          onClick={props.onClear}
        >
          <Icon name="close" />
        </button>
      )}
    </vscode-text-field>
  );
}

/** So many lines of a text are seen without scrolling. */
const mostLines = 8;

/** Some lines of text, as high as they are, up to a few. */
export function TextArea(props: {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly isInvalid?: boolean;
  readonly onInput: (value: string) => void;
  readonly onLeave?: () => void;
}): JSX.Element {
  return (
    <textarea
      class={`control-lines${props.isInvalid ? " control-invalid" : ""}`}
      aria-label={props.label}
      aria-invalid={props.isInvalid ?? false}
      placeholder={props.placeholder ?? ""}
      value={props.value}
      rows={Math.min(mostLines, props.value.split("\n").length)}
      spellcheck={false}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onBlur={() => props.onLeave?.()}
    />
  );
}

/** A choice of one from a few. */
export function Dropdown<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const control = useLabel<HTMLElement & { value: string }>(props.label);
  // The element ignores a value that it is given before its options.
  useLayoutEffect(() => {
    if (control.current) control.current.value = props.value;
  }, [props.value]);
  return (
    <vscode-dropdown
      ref={control}
      class="control-dropdown"
      onChange={(event) => {
        const chosen = props.options.find((option) => option.value === event.currentTarget.value);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      {props.options.map((option) => (
        <vscode-option key={option.value} value={option.value} selected={option.value === props.value}>
          {option.label}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}

/** An on-or-off box; its caption is the children, or none. */
export function Checkbox(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const control = useLabel<HTMLElement & { checked: boolean }>(props.label);
  return (
    <vscode-checkbox
      ref={control}
      class="control-checkbox"
      checked={props.checked}
      onChange={(event) => {
        if (event.currentTarget.checked !== props.checked) props.onChange(event.currentTarget.checked);
      }}
    >
      {props.children}
    </vscode-checkbox>
  );
}

/** More choices than this are told apart better under one another. */
const mostInARow = 3;

/** A choice of one from a few that are all seen. */
export function RadioGroup<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const control = useLabel<HTMLElement & { value: string }>(props.label);
  return (
    <vscode-radio-group
      ref={control}
      class="control-radios"
      orientation={props.options.length > mostInARow ? "vertical" : "horizontal"}
      value={props.value}
      onChange={(event) => {
        const chosen = props.options.find((option) => option.value === event.currentTarget.value);
        if (chosen && chosen.value !== props.value) props.onChange(chosen.value);
      }}
    >
      {props.options.map((option) => (
        <vscode-radio key={option.value} value={option.value}>
          {option.label}
        </vscode-radio>
      ))}
    </vscode-radio-group>
  );
}

/** Words that act when they are pressed, drawn as a link. */
export function LinkButton(props: {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  /** What a screen reader says when the words alone do not tell what is meant. */
  readonly label?: string;
}): JSX.Element {
  return (
    <button
      type="button"
      class="control-link"
      onClick={props.onPress}
      {...(props.label !== undefined && { "aria-label": props.label, title: props.label })}
    >
      {props.children}
    </button>
  );
}
