import type { ComponentChildren, JSX } from "preact";
import { Problem } from "./problem.tsx";
import "./field.css";

/** A form's field: its name, one line of help, the control, and what is wrong with it. */
export function Field(props: {
  readonly label: string;
  readonly help?: string;
  readonly problem?: string | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="field">
      <div class="field-label">{props.label}</div>
      {props.children}
      {props.help !== undefined && <div class="field-help">{props.help}</div>}
      {props.problem !== undefined && <Problem text={props.problem} />}
    </div>
  );
}
